/** Returns docs/licences.md. */
export function licencesPage(): string;
