"""Two pictures that exchange releasable positions as their nodes do, fed by the exercise traffic as bytes."""

from datetime import UTC, datetime, timedelta

from renkei.exercise.sensors import default_sensors
from renkei.exercise.traffic import Traffic
from renkei.feeds.intake import intake
from renkei.kernel.ids import Nation
from renkei.picture import wire
from renkei.picture.live import LivePicture
from renkei.picture.model import PictureState

USA, JPN = Nation("USA"), Nation("JPN")
SENSORS = default_sensors(JPN, (USA,))
T0 = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)


class TwoNodes:
    """Both sides of the border, and everything that crossed it."""

    def __init__(self, seed, states=None, t0=T0):
        self.traffic = Traffic(seed, t0, SENSORS)
        self.now = t0
        self.pictures = {nation: LivePicture(nation) for nation in (USA, JPN)}
        self.states = states or {USA: PictureState(), JPN: PictureState()}
        self.intakes = {s.id: intake(s) for nation in (USA, JPN) for s in self.traffic.sensors(nation)}
        self.cursors = {USA: 0, JPN: 0}
        self.crossed = {USA: [], JPN: []}
        self.faults = []
        self.linked = True

    def run(self, seconds, step_s=10.0):
        """Let exercise time pass."""
        for _ in range(round(seconds / step_s)):
            self.step(step_s)

    def step(self, step_s):
        until = self.now + timedelta(seconds=step_s)
        for nation, picture in self.pictures.items():
            for sent in self.traffic.transmissions(nation, self.now, until):
                taken = self.intakes[sent.sensor].take(sent.data, sent.at)
                self.faults.extend(taken.faults)
                picture.take(taken.observations)
        self.now = until
        for nation, picture in self.pictures.items():
            picture.step(self.now, self.states[nation])
        if self.linked:
            self.exchange(USA, JPN)
            self.exchange(JPN, USA)

    def exchange(self, sender, receiver):
        released = self.pictures[sender].releasable_positions(receiver, self.cursors[sender])
        self.cursors[sender] = released.cursor
        crossing = [wire.encode(position) for position in released.positions]
        self.crossed[sender].extend(crossing)
        self.pictures[receiver].take(wire.partner_report(data, sender) for data in crossing)

    def ships(self, nation):
        """Return {track number: [true ships behind it]} of one side's picture."""
        picture = self.pictures[nation]
        grouped = {row for rows in picture.tracks.values() for row in rows}
        tracks = dict(picture.tracks) | {
            int(picture.table.number[row]): [row] for _, row in picture.table.rows() if row not in grouped
        }
        return {
            number: [self.traffic.ship_of(picture.table.report(row).track) for row in rows]
            for number, rows in tracks.items()
        }
