/*
 * A seller's tool for Roundtrip, with Express.
 *
 * 1. Put your own work into the function `work` below.
 * 2. Set the environment variables that are named in TOOL_SECRETS. The values stand nowhere in this file.
 * 3. npm install express@5 && node server.mjs
 *
 * Roundtrip calls tools over HTTPS only. Either let a proxy (Caddy, nginx, your host) end TLS and pass requests on to PORT, or set
 * TLS_KEY_FILE and TLS_CERT_FILE to the PEM files of your certificate. Where the proxy cuts a prefix off the path, change the two
 * paths in TOOL. More: docs/sellers/express.md of Roundtrip.
 */
import express from 'express';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
