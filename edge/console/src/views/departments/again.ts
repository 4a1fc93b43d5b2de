import { list_team_members, list_teams } from '../../api/operations.ts';
import { queryClient } from '../../api/queries.ts';

/** After a change: the tree tells how many are in each, so both are asked again. */
export const askAgain = () =>
  Promise.all([list_teams, list_team_members].map(({ id }) => queryClient.invalidateQueries({ queryKey: [id] })));
