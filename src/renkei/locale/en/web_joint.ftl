# The talk of both sides' engines about a joint plan.
web-joint = Joint plan …
web-joint-title = Joint plan
web-joint-take-part = Take part
web-joint-hint = The engines of both headquarters look for times that suit both, in requests and answers that are carried in your name. { $partner } takes part once its liaison officer has started its own side.
web-joint-crosses = Released: when you use places and units that both use, the times of tasks that are tied to the partner’s, how pressing each is (in rough steps), and how many minutes of lateness a request would save in all.
web-joint-stays = Stays here: your other tasks, their names, priorities, due times and reasons. What is pressing lets the partner guess at some of them.
web-joint-binds = Nothing is adopted: each side adopts its own part, or not.
web-partner = Partner
web-joint-limit = Ends by itself after (minutes)
web-joint-range = Between 1 and 10 minutes.
web-joint-running = Talking with { $partner } about a joint plan: { $found } of at most { $most } messages
web-joint-waiting = Talk about a joint plan: waiting for { $partner }, { $found } of at most { $most } messages
web-joint-asked = { $partner } asks for a talk about a joint plan. Nothing is answered until a liaison officer here takes part.
web-joint-stopping = Stopping the talk about a joint plan with { $partner }: { $found } of at most { $most } messages
web-joint-ended-agreed = Agreed with { $partner } on a joint plan, in { $found } messages.
web-joint-ended-none = No joint plan was found with { $partner }, in { $found } messages. Nothing has changed.
web-joint-ended-stopped = The talk with { $partner } was stopped here after { $found } messages. Nothing was agreed.
web-joint-ended-stopped_there = { $partner } stopped the talk after { $found } messages. Nothing was agreed.
web-joint-ended-time = The time for the talk with { $partner } was up after { $found } messages. Nothing was agreed.
web-joint-ended-crossed = Acts of both sides crossed in the talk with { $partner }, after { $found } messages. Look at it on the request desk.
web-joint-ended-taken_back = The joint plan with { $partner } was taken back and no longer stands.
web-joint-kept = Our plan has these times.
web-joint-look = See our part
web-joint-card = Joint plan agreed with { $partner }
web-joint-card-hint = Our part of what both sides agreed. { $partner } adopts its part itself. Our lateness, weighted by priority: { $late }.
web-joint-put-forward = Put forward
web-joint-offer = { $bookings ->
    [one] one use of shared places and units
   *[other] { $bookings } uses of shared places and units
}, { $meetings ->
    [one] one time of a tied task
   *[other] { $meetings } times of tied tasks
}
web-joint-gain = Saves the sender { $length } of lateness, weighted by priority
web-joint-loss = Costs the sender { $length } of lateness, weighted by priority
web-show-talks = Joint plan talks
