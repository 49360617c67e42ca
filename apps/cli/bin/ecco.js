#!/usr/bin/env node
console.error("ecco: not built yet");
