# 段階とその完了基準。
plan-item-phase = { $task }の属する段階「{ $into }」は段階「{ $phase }」の完了後に始まるため、{ $of }の終了を待ちます。
plan-unknown-phase = 段階「{ $phase }」はありません。
plan-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-decision-answer = 決心点の選択肢は互いに異なり、決定はそのうちの一つでなければなりません。{ $decision }の選択肢:{ $answers }。
plan-document-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-document-phase-exit = { $task }の属する段階「{ $own }」は段階「{ $phase }」より後に来るため、その終了を「{ $phase }」の完了基準にはできません。
plan-phases-large = 段階の順序により、任務どうしの前後関係が{ $most }を超えます。各段階を完了させる少数の任務を挙げてください(exit: tasks)。
plan-document-phases-large = 段階の順序により、任務どうしの前後関係が{ $most }を超えます。各段階を完了させる少数の任務を挙げてください(exit: tasks)。
plan-document-branch-task = 「{ $task }」は任務です。ここには分岐の名称を書きます。この任務だけの分岐は [{ $task }] と書いてください。

# 決心点とその分岐。
plan-branch = { $reason ->
    [decided] { $decision }は「{ $answer }」に決定済みです。
    [assumed] { $decision }は「{ $answer }」と仮定しています。
   *[first] { $decision }は未決のため、最初の選択肢「{ $answer }」によります(--assume { $decision }=選択肢 で変更できます)。
}{ $count ->
    [0] 除かれる任務はありません。
   *[other] 除かれる任務:{ $tasks }。
}
plan-option = { $decision } = { $answer }:{ $state ->
    [yes] 計画は実施できます。
    [no] 計画は実施できません。
   *[unknown] 時間内に判明しませんでした。
}
plan-options-most = 未決の決心点の選択肢{ $count }のうち、最初の{ $most }を検討しました。
plan-assume-decision = 分岐のある決心点{ $decision }はありません。計画にあるもの:{ $known }。
plan-assume-answer = 「{ $answer }」は{ $decision }の選択肢ではありません。選択肢:{ $answers }。
plan-assume-decided = { $decision }は「{ $decided }」に決定済みで、ほかの仮定はできません。
plan-not-judged = 計画からは判定できない基準:{ $measures }。

# 実行表と決心支援表。
plan-matrix-number = 番号
plan-matrix-offset = 時刻
plan-matrix-zulu = ズールー時
plan-matrix-local = 現地時
plan-matrix-event = 事象
plan-matrix-id = 識別名
plan-matrix-name = 名称
plan-matrix-units = 部隊
plan-matrix-place = 場所
plan-matrix-nation = 国
plan-matrix-waits_for = 前提
plan-matrix-status = 状況
plan-matrix-answer = 選択
plan-matrix-criteria = 完了基準
plan-matrix-part = 種別
plan-matrix-trigger = 発動条件・段階
plan-matrix-who = 決定者・設定国
plan-matrix-options = 選択肢
plan-matrix-hanging = 必要とする任務(猶予)
plan-matrix-tasks = 完了基準の任務
plan-matrix-after = 前の段階
plan-matrix-opens = 次の段階
plan-matrix-chance = 見込み
plan-execution-title = 実行表
plan-decision-title = 決心支援表
plan-event-start = 開始
plan-event-end = 終了
plan-event-gate = 段階の関門
plan-event-decision = 決心点
plan-waits-task = { $id }
plan-waits-phase = 段階{ $id }
plan-waits-decision = 決定{ $id }
plan-waits-request = 要請{ $id }
plan-gate-criteria = 要確認:{ $criteria }
plan-gate-opens = 次の段階:{ $phases }
plan-decision-decided = 決定済み:{ $answer }
plan-decision-open = 未決(計画上:{ $answer })
plan-option-taken = (計画上)
plan-option-continue = 計画どおり続行
plan-hanging-hours = { $task } { $hours }時間
plan-hanging-minutes = { $task } { $minutes }分
plan-hanging-both = { $task } { $hours }時間{ $minutes }分
