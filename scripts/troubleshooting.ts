import { writeFileSync } from 'node:fs';
import { symptoms } from '../src/symptoms/index.ts';
import { troubleshootingPage } from './troubleshooting-page.ts';

writeFileSync(new URL('../docs/troubleshooting.md', import.meta.url), troubleshootingPage(symptoms));
