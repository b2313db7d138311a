import { LAYOUT } from '../host/layout.ts';
import type { Check } from './check.ts';
import { affectedServices } from './targets.ts';

/** A restart looks like a failure to a program that watches the service and may move it to another node. */
export const clusterManager: Check = {
  id: 'cluster-manager',
  title: 'Cluster managers',
  async run({ host, changes }) {
    const restarted = affectedServices(changes);
    if (restarted.length === 0) return [];
    const id = this.id;
    const found = await Promise.all(LAYOUT.clusterManagers.map((path) => host.stat(path)));
    const signs = found.flatMap((facts) => (facts === undefined ? [] : [facts.path]));
    if (signs.length === 0) return [{ id, status: 'pass', what: 'Nothing of a cluster manager is here', evidence: [] }];
    const titles = restarted.map(({ title }) => title).join(' and ');
    const what = `A cluster manager seems to watch this host: it may take the restart of ${titles} for a failure`;
    const steps = [
      'Put the cluster into maintenance before the apply and take it out afterwards',
      'Apply the same on every node that can take the service over',
    ];
    return [{ id, status: 'warn', what, evidence: signs, remedy: { steps } }];
  },
};
