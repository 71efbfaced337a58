// Knows the shapes that cross the node's HTTP API, as JSDoc types; holds no code.

/** @typedef {"en"|"ja"} Language */
/** @typedef {{en: string, ja: string}} Name */
/** @typedef {string|number|Name} Fact */
/** @typedef {{key: string, facts?: Record<string, Fact>}} Message */

/** @typedef {{nation: string, name: Name}} Partner */
/**
 * @typedef {object} Session
 * @property {string} user
 * @property {string[]} roles
 * @property {string} csrf
 * @property {string} nation
 * @property {string} node
 * @property {Name} name
 * @property {Language} language
 * @property {Partner[]} partners
 * @property {boolean} exercise
 * @property {string} t0
 * @property {string} tz
 * @property {Name} title
 */
/** @typedef {{now: string, running: boolean, speed: number, recorded: string, following?: Message|null}} ClockState */

/** @typedef {{from: string, until: string|null, reason: Message}} Outage */
/**
 * @typedef {object} PartnerLink
 * @property {string} nation
 * @property {Name} name
 * @property {"up"|"down"|"never"|"halted"} state
 * @property {string|null} since
 * @property {string|null} last_received
 * @property {number} sent
 * @property {number} received
 * @property {number} waiting_to_send
 * @property {number} withheld
 * @property {Outage[]} outages
 * @property {Message|null} [why]
 * @property {Message[]} [alarms]
 */
/** Input that was refused: of a sensor, or of a partner's positions; newest first. */
/** @typedef {{sensor: string, refused: number, newest: {received: string, place: string, told: Message}[]}} SensorRefused */
/** @typedef {{partners: PartnerLink[], log: {events: number, position: number, digest?: string, unapplied?: number}, sensors?: SensorRefused[]}} LinkState */

/** @typedef {"planned"|"on_call"|"committed"|"executing"|"done"|"cancelled"} TaskStatus */
/** @typedef {{resource: string, name: Name, quantity: number}} Use */
/**
 * A task as the node may see it; a field that is absent was not released.
 * @typedef {object} Bar
 * @property {string} task
 * @property {string} lane
 * @property {Name} name
 * @property {string} owner
 * @property {boolean} own
 * @property {string|null} [start]
 * @property {string|null} [end]
 * @property {number} [duration_min]
 * @property {string|null} [earliest]
 * @property {string|null} [due]
 * @property {TaskStatus} status
 * @property {Use[]} [uses]
 * @property {string[]} [after]
 * @property {string|null} [answers]
 * @property {string|null} [needs_grant]
 * @property {"none"|"asked"|"granted"|"refused"} [grant]
 * @property {string[]} rel_to
 * @property {string} version
 * @property {boolean} conflict
 * @property {number} late_min
 * @property {number} [slip_min] minutes by which reported delays push it on
 * @property {number|null} [slack_min] minutes an own task can slip before time alone breaks a fact
 * @property {boolean} at_risk
 * @property {string[]} [withhold] fields of an own task that cross to nobody
 * @property {{en: boolean, ja: boolean}} [translated]
 */
/** @typedef {{request: string, task: string, start: string, end: string, by: string, state: string}} Ghost */
/** @typedef {{id: string, name: Name, nation: string, own: boolean, group: {id: string, name: Name}}} Lane */
/** @typedef {{id: string, name: Name, from: string|null, to: string|null}} Phase */
/** @typedef {{id: string, name: Name, at: string|null}} DecisionPoint */
/** A place's capacity, and its use as far as the node knows it, from one moment until another; null is without end. */
/** @typedef {[string|null, string|null, number, number?]} CapacityStep */
/** @typedef {{resource: string, name: Name, owner: string, profile: CapacityStep[]}} SharedPlace */
/** @typedef {{field: string, kind: string, task: string|null, resource: string|null, owner: string, told: Message, why?: Name}} ExplanationItem */
/**
 * @typedef {object} WayOut
 * @property {string} id
 * @property {Message} told
 * @property {string} change
 * @property {string|number|{from: string, until: string, quantity: number, otherwise: number}} to
 * @property {number|null} delta_min
 * @property {string[]} who
 * @property {boolean} own
 * @property {{kind: string, body: object}|null} own_command
 * @property {object|null} request
 * @property {boolean} [alone] false when further conflicts remain
 * @property {boolean} [proved] whether less was proved not to be enough
 */
/** @typedef {{id: string, told: Message, items: ExplanationItem[], ways_out: WayOut[], proved: boolean, seconds: number}} Explanation */
/**
 * @typedef {object} MatrixState
 * @property {number} position
 * @property {string} t0
 * @property {string} now
 * @property {[string, string]} horizon
 * @property {Phase[]} phases
 * @property {Lane[]} lanes
 * @property {Bar[]} bars
 * @property {Ghost[]} ghosts
 * @property {DecisionPoint[]} decisions
 * @property {SharedPlace[]} places
 * @property {string} [version]
 * @property {Explanation[]} [conflicts]
 * @property {{task: string, change: string}[]} undo
 * @property {string[][]} labels for each thing shown, also units, the nations that may have it
 */

/** @typedef {{task: string, from: [string, string], to: [string, string]}} Move */
/** @typedef {{task: string, due: string, end: string, by_min: number, owner: string}} Miss */
/** @typedef {{id: string, moves: Move[], misses: Miss[], at_risk: string[], certified: boolean, goal?: string, told: Message, schedule?: any[], committed_moved?: string[]}} RepairOption */
/**
 * @typedef {object} Job
 * @property {string} job
 * @property {"check"|"solve"|"repair"|"simulate"|"negotiate"} kind
 * @property {"running"|"done"|"cancelled"|"failed"} state
 * @property {{found: number, bound: number|null, objective: number|null, seconds: number}} progress
 * @property {any} result
 * @property {Message|null} [why]
 */

/** The newest talk of the engines with a partner about a joint plan. @typedef {{partner: string, asked: boolean, job: (Job & {waiting: boolean, stopping: boolean})|null}} JointTalk */
/** @typedef {{resource: string, quantity: number, start: string, end: string, gain_min?: number}} Booking */
/** @typedef {{task: string, start: string, end: string, gain_min?: number}} Meeting */
/** What one side puts forward in a talk. @typedef {{series: string, talk: number, offer?: {bookings?: Booking[], meetings?: Meeting[]}, gain_min?: number|null, satisfied?: boolean}} Joint */

/** @typedef {{p10: string, p50: string, p80: string, p95: string}} Quantiles */
/** @typedef {{task: string, share: number, correlation: number|null, spread_min: number}} Decider */
/**
 * How likely one promise of the plan holds; a promise without a moment has no chance, only ends.
 * @typedef {object} Chance
 * @property {string} key
 * @property {"plan"|"phase"|"joint"|"due"|"limit"} kind
 * @property {Message} told
 * @property {string[]} tasks
 * @property {string} planned
 * @property {number|null} chance
 * @property {number|null} low
 * @property {number|null} high
 * @property {Quantiles} ends
 * @property {Decider[]} deciders
 */

/** @typedef {{value: number|null, unit: string, bound: string, source: string}} Quantity */
/** @typedef {{id: string, verb: string, by: string, author: string, valid: string, recorded: string, late: boolean, told: Message, terms: any, note: any}} Act */
/** @typedef {{verb: string, roles: string[], allowed: boolean, refused: Message|null}} May */
/** @typedef {{request: string, evidence: Message[], state: "offered"|"confirmed"|"dismissed"}} Duplicate */
/**
 * @typedef {object} Request
 * @property {string} id
 * @property {string} origin nation whose node made it
 * @property {string} channel
 * @property {string} asker nation, or a body outside both headquarters
 * @property {string} provider
 * @property {"asker"|"provider"|"register"} own_side
 * @property {{en: string, ja: string, original: Language, status: Record<string, "none"|"machine"|"human"|"original">}} need
 * @property {Quantity|null} quantity
 * @property {Message|null} [amount] the quantity in words
 * @property {{id: string, name: Name}|null} place
 * @property {string|null} [by]
 * @property {number} priority
 * @property {{resource: string, quantity: number}|null} asks
 * @property {string|null} [start]
 * @property {string|null} [end]
 * @property {string|null} [for_task]
 * @property {{task: string, start: string, end: string}|null} [move]
 * @property {Name} [effect]
 * @property {Joint|null} [joint]
 * @property {any[]} [drafts]
 * @property {string} state
 * @property {Message} told
 * @property {null|{acts: Act[], must: Record<string, Message>}} crossed
 * @property {any} terms
 * @property {Act[]} history
 * @property {May[]} may
 * @property {Duplicate[]} duplicates
 * @property {Message|null} at_risk
 * @property {string[]} rel_to
 * @property {string} version
 */

/**
 * @typedef {object} LogRow
 * @property {string} id
 * @property {number} number
 * @property {string} kind
 * @property {string} origin
 * @property {string} author
 * @property {string} valid
 * @property {string} recorded
 * @property {boolean} late
 * @property {boolean} shared
 * @property {string[]} rel_to
 * @property {Message} told
 */

/** @typedef {{rel_to: string[], withhold?: string[]}} ReleaseLabel */
/** @typedef {{id?: string, kind: string, body: object, label: ReleaseLabel|null, valid?: string|null}} Command */
/**
 * @typedef {object} Preview
 * @property {{kind: string, body: any}[]} decided
 * @property {Record<string, {kind: string, body: any}[]>} released
 * @property {Record<string, {kind: string, field: string, rule: Message}[]>} removed
 * @property {Message|null} refused
 */

export {};
