# Requests across the border: request, offer, accept, decline, counter, withdraw, commit, report.
requests-state-drafted = Draft, not sent
requests-state-registered = On the register
requests-state-sent = Asked, waiting for { $provider }
requests-state-offered = Offered by { $provider }, waiting for { $asker }
requests-state-countered_by_provider = Countered by { $provider }, waiting for { $asker }
requests-state-countered_by_asker = Countered by { $asker }, waiting for { $provider }
requests-state-accepted = Accepted, not yet committed by the commander of { $provider }
requests-state-committed = Committed by { $provider }
requests-state-reported = Reported on by { $provider }
requests-state-declined = Declined
requests-state-offer_withdrawn = { $provider } took back what it offered
requests-state-withdrawn = Withdrawn
requests-state-crossed = Crossed: both sides acted without having seen the other's act
requests-verb-request = { $by } asks
requests-verb-amend = { $by } changes the request
requests-verb-offer = { $by } offers
requests-verb-counter = { $by } counters
requests-verb-accept = { $by } accepts
requests-verb-decline = { $by } declines
requests-verb-withdraw = { $by } withdraws
requests-verb-commit = { $by } commits
requests-verb-report = { $by } reports
requests-must-asker-withdraw = Confirm the withdrawal by withdrawing again, or change the request to keep it alive
requests-must-asker-stand = Look at what { $provider } did meanwhile; then change the request again or withdraw it
requests-must-provider-withdraw = Confirm that nothing is provided by withdrawing again, or offer or counter on the changed request
requests-must-provider-stand = Look at what { $asker } did meanwhile; then offer, counter or decline on the changed request
requests-evidence-place = same place: { $place }
requests-evidence-quantity = same quantity: { $amount }
requests-evidence-deadline = same deadline: { $at }
requests-at-risk = At risk: due { $due }, now expected { $expected } ({ $task })
requests-ask-for-self = A headquarters asks only for itself, not for { $asker }.
requests-no-partner = There is no link to { $nation }.
requests-register-own = A need on this register is for this headquarters to see to, not for { $provider }.
requests-not-drafted = There is no draft of { $request } to carry.
requests-already-sent = { $request } has been sent already.
requests-commit-by-commander = “{ $verb }” is not a liaison officer's act: only the commander commits, and a request is carried from its draft.
requests-counter-needs-terms = A counter says what is put forward instead: how many, when, on which condition.
requests-terms-not-now = “{ $verb }” takes the terms as they are. To change them, offer or counter.
requests-amend-needs-content = A change says what the request is to be.
requests-amend-keeps-parties = A change keeps both parties; asking somebody else is another request.
requests-same-entry = An entry is not a duplicate of itself.
requests-id-length = The identifier is empty or longer than { $most } characters.
requests-id-taken = There is already a request { $request }.
requests-unknown = There is no request { $request } on this node.
requests-need-empty = The request does not say what is needed.
requests-text-length = The text is empty or longer than { $most } characters.
requests-original-kept = { $request } has words in that language already; the original is kept as it was written.
requests-priority = Priority is 1 (highest) to 5, not { $priority }.
requests-quantity = A quantity of { $quantity } makes no sense.
requests-window = The window ends before it begins.
requests-joint-need = Talk { $talk } about a joint plan: use of shared places and units, and times of tasks that are tied
requests-joint-satisfied = Talk { $talk } about a joint plan: nothing more is asked for
requests-joint-size = A talk about a joint plan has a name, at most { $talks } talks, and at most { $items } uses and times in one message.
requests-joint-not-asked = { $request } is no talk about a joint plan, so there is nothing to put forward for one.
requests-joint-agreed = Agreed: each side adopts its own part of the plan
requests-joint-noted = Noted: nothing more is asked for
requests-joint-adopted = { $request } is a talk about a joint plan. It is neither changed nor committed: each side adopts its own part, and its commander commits the tasks.
requests-not-party = This headquarters is not a party to { $request }.
requests-verb-not-now = “{ $verb }” is not possible while the request stands as “{ $state }”.
requests-acts-most = This request has { $most } acts; settle it by voice and start a new one.
requests-stale = { $request } has changed since you read it. Read it again, then act.
requests-label-missing = The act is not labelled releasable to { $nation }, so it would not reach it. Set the label first.
requests-amount-people = { $bound ->
    [about] about { NUMBER($n) } people
    [at_least] at least { NUMBER($n) } people
    [at_most] at most { NUMBER($n) } people
   *[exact] { NUMBER($n) } people
}
requests-amount-vehicles = { $bound ->
    [about] about { NUMBER($n) } vehicles
    [at_least] at least { NUMBER($n) } vehicles
    [at_most] at most { NUMBER($n) } vehicles
   *[exact] { NUMBER($n) } vehicles
}
requests-amount-items = { $bound ->
    [about] about { NUMBER($n) } items
    [at_least] at least { NUMBER($n) } items
    [at_most] at most { NUMBER($n) } items
   *[exact] { NUMBER($n) } items
}
requests-amount-meals = { $bound ->
    [about] about { NUMBER($n) } meals
    [at_least] at least { NUMBER($n) } meals
    [at_most] at most { NUMBER($n) } meals
   *[exact] { NUMBER($n) } meals
}
requests-amount-m3 = { $bound ->
    [about] about { NUMBER($n) } m³
    [at_least] at least { NUMBER($n) } m³
    [at_most] at most { NUMBER($n) } m³
   *[exact] { NUMBER($n) } m³
}
requests-amount-parking = { $bound ->
    [about] about { NUMBER($n) } stands
    [at_least] at least { NUMBER($n) } stands
    [at_most] at most { NUMBER($n) } stands
   *[exact] { NUMBER($n) } stands
}
requests-amount-other = { $bound ->
    [about] about { NUMBER($n) } { $unit }
    [at_least] at least { NUMBER($n) } { $unit }
    [at_most] at most { NUMBER($n) } { $unit }
   *[exact] { NUMBER($n) } { $unit }
}
