// Short names for what the wire says. Each is a type of the generated document; nothing is declared here that is not there.
import type { components } from './generated.ts';
import type { QueryOf } from './operation.ts';

type Schemas = components['schemas'];

export type User = Schemas['SessionUser'];
export type Session = Schemas['SessionReply'];
export type SignedIn = Schemas['SignedInReply'];
export type Rights = Schemas['RbacContextReply'];
export type RoleRights = Schemas['RoleRights'];
export type Role = Schemas['Role'];
export type OrgFlag = Schemas['OrgFlag'];
export type GlobalFlag = Schemas['GlobalFlag'];
export type PlanUse = Schemas['PlanUse'];
export type Onboarding = Schemas['Onboarding'];
export type Department = Schemas['Team'];
export type DepartmentMember = Schemas['TeamMember'];

export type Call = Schemas['Call'];
export type CallDetail = Schemas['CallDetail'];
export type CallStatus = Call['status'];
export type CallList = Schemas['CallListReply'];
export type CallListQuery = QueryOf<'list_calls'>;
export type Recording = Schemas['CallRecording'];
export type GateCheck = Schemas['GateCheck'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Word = Schemas['TranscriptWord'];
export type Segment = Schemas['TranscriptSegment'];
/** A stretch of speech that is over, whether it was told live or read from the record. */
export type Spoken = Omit<Segment, 'created_at'>;
export type TranscriptVersion = Schemas['TranscriptVersion'];
export type TranscriptVersions = Schemas['TranscriptVersionsReply'];
export type FoundUtterance = Schemas['FoundUtterance'];
export type AudioFile = Schemas['AudioFile'];
export type AuditLog = Schemas['AuditLog'];
export type AuditProof = Schemas['AuditProofReply'];
export type WebhookFailure = Schemas['WebhookFailure'];
export type JobHealth = Schemas['JobHealth'];
export type JobRun = Schemas['JobRun'];
export type JobStatus = Schemas['JobStatus'];
export type Pagination = Schemas['Pagination'];

export type FlowType = Schemas['FlowType'];

/** The members a problem always has by name; some codes bring more, all of them text. */
export type Problem = Pick<Schemas['Problem'], 'error' | 'code' | 'correlation_id' | 'details'> & Partial<Record<'call_id' | 'current_plan' | 'required_plan' | 'metric' | 'limit', string>>;
export type ProblemCode = Schemas['ProblemCode'];

/** The two sides of a call; a segment may also be of nobody known. */
export type Speaker = Exclude<Segment['speaker'], 'unknown'>;

// Server-sent events. Those that exist in the database carry an id; words under way and levels carry none.
export type HelloEvent = Schemas['HelloEvent'];
export type CallEvent = Schemas['CallEvent'];
export type TurnEvent = Schemas['TurnEvent'];
export type PartialEvent = Schemas['PartialEvent'];
export type RecordingEvent = Schemas['RecordingEvent'];
export type TranscriptionEvent = Schemas['TranscriptionEvent'];
export type RecogniserEvent = Schemas['RecogniserEvent'];
export type LevelEvent = Schemas['LevelEvent'];
