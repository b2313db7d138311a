import { file, program, type Tree } from '../entry.ts';
import type { Site } from '../site.ts';
import { library, libraryPath } from '../standins/library.ts';
import { database } from './database.ts';
import { installer } from './installer.ts';
import { momentum } from './momentum.ts';
import { nginx } from './nginx.ts';
import { schedule } from './schedule.ts';
import { system } from './system.ts';
import { webConsole } from './web.ts';

/** A freshly installed single node of that version. `modules` are the file names of this machine's Apache modules. */
export function stockTree(site: Site, modules: ReadonlySet<string>): Tree {
  return {
    [libraryPath]: file(library(site.servers)),
    ...system(site),
    ...schedule(site),
    ...momentum(site),
    ...installer(site),
    ...database(site),
    ...(site.apache ? webConsole(site, modules) : nginx(site)),
    '/opt/msys/3rdParty/bin/openssl': program('#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin exec openssl "$@"\n'),
  };
}
