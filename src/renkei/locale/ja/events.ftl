# 記録の各事象の文
event-release-LabelSet = { $by }が { $what } の開示先を変更
event-release-EventRecalled = { $by }が { $what } を取り消し
event-forces-PlaceRegistered = { $by }が場所を登録：{ $what }
event-forces-UnitRegistered = { $by }が部隊を登録：{ $what }
event-forces-PlaceReported = { $by }が { $what } の状況を報告：{ $status ->
    [open] 使用可能
    [closed] 閉鎖
    [flooded] 浸水
    [debris] がれきにより使用不可
    [damaged] 損傷
   *[other] 状況不明
}（{ $source ->
    [survey] 現地調査
    [unit] 部隊
    [authority] 管理当局
    [liaison] 連絡員
    [press] 報道
    [social_media] SNS
   *[other] 情報源不明
}）
event-forces-UnitDelayed = { $by }が { $what } の遅れ（{ $delay_min }分）を報告
event-requests-RequestDrafted = { $by }が要請を起案：{ $what }
event-requests-RequestRegistered = { $by }が受付簿に記載：{ $what }
event-requests-RequestSent = { $by }が要請：{ $what }
event-requests-AnswerDrafted = { $by }が { $what } への回答を起案
event-requests-ActTaken = { $request }：{ $by }が{ $verb ->
    [amend] 要請を変更
    [offer] 申出
    [counter] 対案を提示
    [accept] 受諾
    [decline] 拒否
    [withdraw] 撤回
    [commit] 確約
    [report] 報告
   *[other] { $verb }
}
event-requests-TextTranslated = { $by }が { $what } を翻訳
event-requests-DuplicateJudged = { $by }が { $what } の重複を判断
event-plan-PlanStarted = { $by }が計画を開始：{ $what }
event-plan-TaskAdded = { $by }が任務を追加：{ $what }
event-plan-TaskEdited = { $by }が任務を変更：{ $what }
event-plan-TaskCancelled = { $by }が任務を取り止め：{ $what }
event-plan-TaskScheduled = { $by }が { $what } の時刻を設定
event-plan-TaskCommitted = { $by }が任務を確約：{ $what }
event-plan-TaskReported = { $by }が任務 { $what } の状況を報告：{ $report ->
    [started] 開始 { $at }
    [finished] 終了 { $at }
    [delayed] 見込み { $at }
   *[other] { $at }
}
event-plan-PlanAdopted = { $by }が日程を採用
event-plan-ResourceAdded = { $by }が資源を追加：{ $what }
event-plan-CapacitySet = { $by }が { $what } の容量を設定
event-plan-PlaceAdded = { $by }が場所を追加：{ $what }
event-plan-PhaseAdded = { $by }が段階を追加：{ $what }
event-plan-DecisionAdded = { $by }が決心点を追加：{ $what }
event-plan-ConstraintAdded = { $by }が制約を追加
event-plan-ConstraintRemoved = { $by }が制約を削除
event-plan-SequenceAccepted = { $by }が二つの任務の順序を受諾
event-claims-FigureStated = { $by }が { $what } の数値を記載
event-watch-EntryLogged = { $by }の当直記事：{ $what }
event-watch-LinkLost = { $what } との回線断
event-watch-LinkRestored = { $what } との回線復旧
event-watch-StreamHalted = { $what } からの受信を停止
event-watch-StreamResumed = { $what } からの受信を再開
event-picture-TrackSplit = { $by }が航跡を分離
event-picture-TracksJoined = { $by }が航跡を統一
event-picture-SensorLabelled = { $by }がセンサー { $what } の開示先を設定
