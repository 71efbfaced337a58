# plan.ftl のほかに計画コマンドが述べること。
plan-cli-untimed = { $plan }には時刻がないため、先に計画を解きます。
plan-table-new_start = 新しい開始
plan-table-new_end = 新しい終了
plan-table-shift = 移動(時間)
plan-repair-option = 案{ $number }:{ $goal ->
    [fewest_moves] 変更最少
    [least_lateness] 遅れ最少
   *[other] 中間
}{ $certified ->
    [fewest_moves] (これより少ない変更では不可能と証明済み)
    [least_lateness] (遅れも変更もこれより減らせないと証明済み)
    [in_between] (この種の最善と証明済み)
   *[no] (最少とは証明されていない)
}
plan-repair-miss = { $task }({ $owner })は{ $due }の期限に間に合いません。完了は{ $end }、{ $hours }時間の遅れです。
plan-repair-risk = 影響を受ける要請:{ $requests }
plan-repair-nothing = 影響を受ける任務はありません。すべての時刻が守られます。
plan-repair-none = 制限時間内に修復案は見つかりませんでした。
plan-repair-wish = 自国の任務を動かすだけでは足りません。次のようにすれば可能です：
plan-repair-ask = { $task }を{ $before }から{ $start }へ動かすよう{ $owner }に要請する
plan-repair-then = そのうえで{ $task }({ $owner })を{ $before }から{ $start }へ動かす
plan-repair-found = { $options }案、影響を受ける任務{ $hit }件、{ $seconds }秒。
plan-compare-level = 段階
plan-compare-placed = 時刻のある任務
plan-compare-broken = 守られない事実
plan-compare-urgent_late = 優先度1で遅れるか時刻のない任務
plan-compare-grants = 未受諾の要請
plan-compare-committed_moved = 移した確約済みの任務
plan-compare-moved = 移した任務
plan-compare-shift_min = 移動の合計(時間)
plan-compare-shift_most_min = 最大の移動(時間)
plan-compare-late = 遅れる任務
plan-compare-late_min = 遅れの合計(時間)
plan-compare-slack_min = 両国間の最小余裕(時間)
plan-compare-makespan_min = 最初の開始から最後の終了まで(時間)
plan-compare-lateness = 遅れ(時間)
plan-compare-fact = 事実
plan-compare-same = 両計画は同じです。
plan-simulate-working = 計画を試行中
plan-simulate-promise = 約束
plan-simulate-chance = 確率(95%区間)
plan-simulate-p50 = 50%の完了
plan-simulate-p80 = 80%の完了
plan-simulate-p95 = 95%の完了
plan-simulate-deciders = 決め手(試行に占める割合)
plan-simulate-certain = 三点見積りの任務がないため、不確かなものはありません。
plan-simulate-done = 任務{ $tasks }件を{ $runs }回試行。うち三点見積りは{ $uncertain }件、シード{ $seed }。
