"""Where a log may lie, and that one process has it open."""

from pathlib import Path

import pytest

from renkei.kernel.errors import Refused
from renkei.log.file import file_system, held, refuse_network

MOUNTS = """\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
22 21 0:21 / /proc rw,nosuid - proc proc rw
30 21 0:40 / /mnt/share rw,relatime shared:9 - nfs4 server:/export rw,vers=4.2
31 30 0:41 / /mnt/share/local rw - xfs /dev/vdb rw
32 21 0:42 / /mnt/with\\040space rw - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/renkei", "ext4"),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/node/log.sqlite", "nfs4"),
        ("/mnt/share/local/log.sqlite", "xfs"),
        ("/mnt/shared-by-name-only/log.sqlite", "ext4"),
        ("/mnt/with space/log.sqlite", "cifs"),
    ],
)
def test_the_nearest_mount_holds_a_path(path, kind):
    assert file_system(Path(path), MOUNTS) == kind


def test_a_network_file_system_is_refused(tmp_path):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"21 1 254:0 / / rw - ext4 /dev/vda rw\n30 21 0:40 / {tmp_path} rw - nfs4 server:/x rw\n")
    with pytest.raises(Refused) as refusal:
        refuse_network(tmp_path / "log.sqlite", mounts)
    assert refusal.value.key == "log-network-file-system"
    assert refusal.value.facts == {"path": str(tmp_path / "log.sqlite"), "kind": "nfs4"}


def test_where_mounts_are_not_told_nothing_is_refused(tmp_path):
    refuse_network(tmp_path / "log.sqlite", tmp_path / "no-such-file")


def test_a_lock_is_held_once_and_let_go_of(tmp_path):
    with held(tmp_path / "log"):
        with pytest.raises(Refused) as refusal, held(tmp_path / "log"):
            pass
        assert refusal.value.key == "log-in-use"
    with held(tmp_path / "log"):
        pass
