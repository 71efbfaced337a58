# Plans as workbooks and other files.
plan-exchange-workbook = This is not a workbook (XLSX) that can be read safely.
plan-exchange-large = The file is larger than { $most } bytes.
plan-exchange-encoding = The file is not UTF-8. Save it as “CSV UTF-8”.
plan-exchange-csv = This is not CSV: { $reason }.
plan-exchange-sheet = There is no sheet of this name in a plan. Known: { $allowed }.
plan-exchange-column = There is no column “{ $name }” here. Known: { $allowed }.
plan-exchange-columns = A table has at most { $most } columns.
plan-exchange-rows = A table has at most { $most } rows.
plan-exchange-stray = This cell stands under no heading.
plan-exchange-formula = A formula stands here. Nothing is computed; write the value.
plan-exchange-cell = “{ $value }” is not a text, a number or a time.
plan-exchange-long = A text has at most { $most } characters.
plan-exchange-unknown = The plan has no “{ $id }”. Only tasks are added by a row; other new objects are entered in the document or at a node.
plan-exchange-renamed = “{ $id }” is new, and the row of “{ $gone }” is gone. An identifier stays as it is; a new task is added in a row of its own.
plan-exchange-gone = The row of “{ $id }” is gone. To cancel a task, set its status.
plan-exchange-fixed = “{ $field }” cannot be changed here.
plan-exchange-withheld = “{ $field }” was not released by its owner and stays withheld.
plan-exchange-uses = “{ $value }” does not say what is used, such as: 4 x us-c130, 1 x parking:field.
plan-exchange-contradiction = LAD and RDD both say when it must be there, and differ.
plan-exchange-c-day = Every row needs the same C-day.
plan-exchange-order = The latest arrival comes before the earliest departure.
plan-exchange-new = Without a plan, only a TPFDD-like file makes a new one.
plan-exchange-format = It cannot be told from its name what { $file } is. Say it with --from.
plan-exchange-extra = Workbooks need the extra “xlsx”: pip install "renkei[xlsx]".
plan-exchange-edits = { $count ->
    [0] Nothing is changed
    [one] 1 change
   *[other] { $count } changes
}.
plan-exchange-edit = { $object } { $field }: { $before } → { $after }
