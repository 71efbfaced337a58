# 段階とその完了基準。
plan-item-phase = { $task }の属する段階「{ $into }」は段階「{ $phase }」の完了後に始まるため、{ $of }の終了を待ちます。
plan-unknown-phase = 段階「{ $phase }」はありません。
plan-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-decision-answer = 決心点の選択肢は互いに異なり、決定はそのうちの一つでなければなりません。{ $decision }の選択肢:{ $answers }。
plan-document-phase-circle = 段階の順序が循環しています({ $phases })。このままではどの段階も始められません。
plan-document-phase-exit = { $task }の属する段階「{ $own }」は段階「{ $phase }」より後に来るため、その終了を「{ $phase }」の完了基準にはできません。
plan-document-branch-task = 「{ $task }」は任務です。ここには分岐の名称を書きます。この任務だけの分岐は [{ $task }] と書いてください。
