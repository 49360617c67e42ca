/** Whether the browser keeps this page from the network, as its server asks with Connection-Allowlist. */

/**
 * Returns it. A connection that may use relays only, and has none, asks nobody; one that is forbidden fails at once, and
 * one that is allowed waits to be told of its other end. *patience* is how long to wait for the browser's word, in ms; one
 * that follows the rule has said so before.
 */
export async function isConfined(patience = 2000): Promise<boolean> {
  if (typeof RTCPeerConnection === "undefined") return true;
  const connection = new RTCPeerConnection({iceTransportPolicy: "relay"});
  try {
    const failed = new Promise<void>((resolve) => {
      connection.addEventListener("iceconnectionstatechange", () => {
        if (connection.iceConnectionState === "failed") resolve();
      });
    });
    connection.createDataChannel("");
    await connection.setLocalDescription();
    const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), patience));
    return (await Promise.race([failed, late])) !== "late";
  } catch {
    return true;
  } finally {
    connection.close();
  }
}
