# 段階とその完了基準。
plan-item-phase = { $task }の属する段階「{ $into }」は段階「{ $phase }」の完了後に始まるため、{ $of }の終了を待ちます。
plan-unknown-phase = 段階「{ $phase }」はありません。
plan-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-decision-answer = 決心点の選択肢は互いに異なり、決定はそのうちの一つでなければなりません。{ $decision }の選択肢:{ $answers }。
plan-document-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-document-phase-exit = { $task }の属する段階「{ $own }」は段階「{ $phase }」より後に来るため、その終了を「{ $phase }」の完了基準にはできません。
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
