# One sentence for each kind of event, for the log.
event-release-LabelSet = { $by } changed who may have { $what }
event-release-EventRecalled = { $by } recalled { $what }
event-forces-PlaceRegistered = { $by } registered the place { $what }
event-forces-UnitRegistered = { $by } registered the unit { $what }
event-forces-PlaceReported = { $by } reported { $what }: { $status ->
    [open] open
    [closed] closed
    [flooded] flooded
    [debris] blocked by debris
    [damaged] damaged
   *[other] state unknown
} ({ $source ->
    [survey] survey
    [unit] a unit
    [authority] the authority
    [liaison] liaison
    [press] press
    [social_media] social media
   *[other] source unknown
})
event-forces-UnitDelayed = { $by } reported { $what } delayed by { $delay_min } min
event-requests-RequestDrafted = { $by } drafted a request: { $what }
event-requests-RequestRegistered = { $by } put on the register: { $what }
event-requests-RequestSent = { $by } asks: { $what }
event-requests-AnswerDrafted = { $by } drafted an answer to { $what }
event-requests-ActTaken = { $by } on { $request }: { $verb ->
    [amend] changed the request
    [offer] offered
    [counter] countered
    [accept] accepted
    [decline] declined
    [withdraw] withdrew
    [commit] committed
    [report] reported
   *[other] { $verb }
}
event-requests-TextTranslated = { $by } translated { $what }
event-requests-DuplicateJudged = { $by } judged whether { $what } is a duplicate
event-plan-PlanStarted = { $by } began the plan { $what }
event-plan-TaskAdded = { $by } added the task { $what }
event-plan-TaskEdited = { $by } changed the task { $what }
event-plan-TaskCancelled = { $by } cancelled the task { $what }
event-plan-TaskScheduled = { $by } set the time of { $what }
event-plan-TaskCommitted = { $by } committed the task { $what }
event-plan-TaskReported = { $by } reported on the task { $what }: { $report ->
    [started] begun at { $at }
    [finished] ended at { $at }
    [delayed] expected at { $at }
   *[other] { $at }
}
event-plan-PlanAdopted = { $by } adopted a schedule
event-plan-ResourceAdded = { $by } added the resource { $what }
event-plan-CapacitySet = { $by } set the capacity of { $what }
event-plan-PlaceAdded = { $by } added the place { $what }
event-plan-PhaseAdded = { $by } added the phase { $what }
event-plan-DecisionAdded = { $by } added the decision point { $what }
event-plan-ConstraintAdded = { $by } added a constraint
event-plan-ConstraintRemoved = { $by } removed a constraint
event-plan-SequenceAccepted = { $by } accepted an order of two tasks
event-claims-FigureStated = { $by } stated a figure for { $what }
event-watch-EntryLogged = { $by } logged: { $what }
event-watch-LinkLost = The link to { $what } was lost
event-watch-LinkRestored = The link to { $what } was restored
event-watch-StreamHalted = The stream of { $what } was halted
event-watch-StreamResumed = The stream of { $what } flows again
event-picture-TrackSplit = { $by } split a track
event-picture-TracksJoined = { $by } joined two tracks
event-picture-SensorLabelled = { $by } labelled the sensor { $what }
