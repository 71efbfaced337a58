# The common operational picture: why tracks are one, what speaks against it, what people may do to them.

## Why source tracks are shown as one
picture-merged-motion = Same place and motion for { $scans ->
    [one] { $scans } comparison
   *[other] { $scans } comparisons
}: { $distance_m } m apart ({ $sigma } standard deviations)
picture-merged-mmsi = Same MMSI { $mmsi }, { $distance_m } m apart, for { $scans ->
    [one] { $scans } comparison
   *[other] { $scans } comparisons
}
picture-merged-callsign = Same call sign { $callsign }, { $distance_m } m apart, for { $scans ->
    [one] { $scans } comparison
   *[other] { $scans } comparisons
}
picture-merged-person = Joined by { $author }. { $remark }
picture-split-person = Split by { $author }. { $remark }

## What speaks against a track
picture-contradiction = MMSI { $mmsi } is also reported { $distance_km } km away as { $other }: these cannot be one ship, and are not merged
picture-jump = Jumped between two reports as if at { $speed_kn } kn: two ships may use this number, or a report is wrong

## What a track is
picture-kind-cargo = Cargo ship
picture-kind-tanker = Tanker
picture-kind-passenger = Passenger ship
picture-kind-fishing = Fishing vessel
picture-kind-patrol = Patrol ship
picture-kind-military = Naval ship
picture-kind-tug = Tug
picture-kind-pilot = Pilot boat
picture-kind-rescue = Rescue ship
picture-kind-sailing = Pleasure craft
picture-kind-aid = Aid to navigation
picture-kind-station = Shore station
picture-kind-aircraft = Aircraft
picture-kind-land = On land
picture-kind-unknown = Unknown

## Why a report does not enter the picture
picture-late = The report is not newer than what is known of this track
picture-ahead = The report is more than two minutes ahead of our clock
picture-coarse = The report is rounded, and a finer one is at hand
picture-full = The picture is full
picture-sources = Too many feeds report
picture-position-long = A partner's position is longer than { $most } bytes
picture-position-form = This is not the form of a position: { $reason }
picture-position-field = The field { $field } of a partner's position is outside its range

## What people may do
picture-same-track = Choose two different tracks, not { $track } twice
picture-remark-long = A remark has at most { $most } characters
picture-changed-meanwhile = Somebody has decided on { $what } meanwhile: read it again and retry
picture-join-one-source = { $source } itself keeps these as two: two tracks of one source cannot be joined
picture-sensor-withheld = This would name a track of { $source }, which is not released to { $nation }: keep the decision to this headquarters, or have the sensor released first
picture-not-a-partner = { $nation } is no partner of this headquarters
picture-sensor-label-stays = The label of the sensor { $sensor } is for this headquarters alone: send it without releasing it
