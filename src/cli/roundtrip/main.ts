#!/usr/bin/env node
import { makeProgram } from './program.js';
import { roundtripProcess } from './world.js';

// Whoever read our lines has gone (`roundtrip orders list | head`).
process.stdout.on('error', () => process.exit(0));
process.exitCode = await makeProgram(roundtripProcess()).run(process.argv.slice(2));
