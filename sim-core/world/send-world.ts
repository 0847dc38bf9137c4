import type { ApiObjects } from '../kube/store.js';
import type { ClusterConfig } from './config.js';

/** What has to be known of a world in order to judge a packet and find where it is to go. */
export interface SendWorld {
  readonly objects: ApiObjects;
  readonly base: { readonly config: ClusterConfig };
}
