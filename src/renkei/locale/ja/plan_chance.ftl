# 計画が約束すること、シミュレーションに必要なもの。
plan-promise-plan = すべてが守られる
plan-promise-phase = 段階「{ $phase }」が{ $at }までに完了する
plan-promise-phase-open = 段階「{ $phase }」が完了する
plan-promise-gate = { $task }が待つ任務が{ $at }までに完了する
plan-promise-joint = { $tasks }が{ $at }までにそろって{ $point ->
    [start] 開始する
   *[end] 終了する
}
plan-promise-due = { $task }が{ $at }までに完了する
plan-promise-limit = { $field }が引き続き守られる({ $tasks })
plan-simulate-unplaced = 時刻のある任務がありません。先に計画を解くか、任務に時刻を与えてください。
plan-simulate-runs = シミュレーションの回数は1から{ $most }までです。
