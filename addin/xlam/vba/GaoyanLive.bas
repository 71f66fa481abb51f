Option Explicit
' What the live check needs of the host: a note typed beside a finding stays with it, and a saved file holds no formula of ours.
' The names are those of macros/checking/live.py: GY_LIVE the block of findings, GY_LIVE_NOTES the column of notes, GY_NOTES the store,
' GY_LEVEL the cell of the level.

Private FrozenBook As String
Private FrozenFormula As String
Private FrozenSaved As Boolean
Private BusyUntil As Date
Private AutoSaveIsKnown As Boolean

Public Function GaoyanBlock(ByVal Book As Object, ByVal BlockName As String) As Range
    ' The cells of a defined name; Nothing where there is none.
    On Error GoTo Missing
    Set GaoyanBlock = Book.Names(BlockName).RefersToRange
Missing:
End Function

Public Sub GaoyanBusy(ByVal Busy As Boolean)
    ' While a button is at work, what it writes and clears is no note of the user's, though Excel raises its events for it.
    ' Should Python never come to its end, it is over after an hour.
    BusyUntil = 0
    If Busy Then BusyUntil = Now + 1 / 24
End Sub

Public Sub GaoyanKeepNotes(ByVal Sheet As Object, ByVal Target As Range)
    ' Notes typed beside live findings go into the store, and the cell looks them up from there again.
    Dim Typed As Range
    Dim Store As Range
    Dim Changed As Range
    Dim Area As Range
    Dim Row As Long
    If Now < BusyUntil Then Exit Sub
    Set Typed = GaoyanBlock(Sheet.Parent, "GY_LIVE_NOTES")
    Set Store = GaoyanBlock(Sheet.Parent, "GY_NOTES")
    If Typed Is Nothing Then Exit Sub
    If Store Is Nothing Then Exit Sub
    If Typed.Worksheet.Name <> Sheet.Name Then Exit Sub
    Set Changed = Application.Intersect(Typed, Target)
    If Changed Is Nothing Then Exit Sub
    Application.EnableEvents = False
    On Error GoTo Done
    Store.NumberFormat = "@"
    For Each Area In Changed.Areas
        For Row = Area.Row To Area.Row + Area.Rows.Count - 1
            GaoyanKeepNote Typed, Row - Typed.Row + 1, Store
        Next Row
    Next Area
Done:
    Application.EnableEvents = True
End Sub

Public Sub GaoyanShowLevel(ByVal Sheet As Object, ByVal Target As Range)
    ' A class of another level has other rows, which Python shows.
    Dim Level As Range
    If Now < BusyUntil Then Exit Sub
    Set Level = GaoyanBlock(Sheet.Parent, "GY_LEVEL")
    If Level Is Nothing Then Exit Sub
    If Level.Worksheet.Name <> Sheet.Name Then Exit Sub
    If Application.Intersect(Level, Target) Is Nothing Then Exit Sub
    GaoyanRun "from addin.excel.host import show_level; show_level()"
End Sub

Private Sub GaoyanKeepNote(ByVal Typed As Range, ByVal Row As Long, ByVal Store As Range)
    ' Where the store has no space left, the note stays in its cell as it was typed.
    Dim Identity As String
    If Left$(CStr(Typed.Cells(Row, 1).Formula), 1) = "=" Then Exit Sub
    Identity = CStr(Typed.Worksheet.Cells(Typed.Row + Row - 1, Store.Column - 1).Value)
    If Identity <> "" Then
        If Not GaoyanStored(Store, Identity, CStr(Typed.Cells(Row, 1).Value)) Then Exit Sub
    End If
    GaoyanLookUpAgain Typed, Row, Store
End Sub

Private Function GaoyanStored(ByVal Store As Range, ByVal Identity As String, ByVal Note As String) As Boolean
    ' True once the note stands in the store beside the finding it belongs to, or there is none to keep.
    Dim Known As String
    Dim At As Long
    GaoyanStored = Note = ""
    For At = 1 To Store.Rows.Count
        Known = CStr(Store.Cells(At, 1).Value)
        If Known = Identity Or (Known = "" And Note <> "") Then
            Store.Cells(At, 1).Value = Identity
            Store.Cells(At, 2).Value = Note
            GaoyanStored = True
            Exit Function
        End If
    Next At
End Function

Private Sub GaoyanLookUpAgain(ByVal Typed As Range, ByVal Row As Long, ByVal Store As Range)
    ' The formula that macros/checking/live.py writes there (note_lookup).
    Dim Identity As String
    Dim Known As String
    Dim Notes As String
    Identity = Typed.Worksheet.Cells(Typed.Row + Row - 1, Store.Column - 1).Address(False, True)
    Known = Store.Columns(1).Address(True, True)
    Notes = Store.Columns(2).Address(True, True)
    Typed.Cells(Row, 1).Formula = "=IF(" & Identity & "="""","""",IFERROR(LOOKUP(2,1/(" & Known & "=" & Identity & ")," & _
        Notes & "),""""))"
End Sub

Public Sub GaoyanFreeze(ByVal Book As Workbook)
    ' Before a save: the findings as plain text in place of the formula. A save that is cancelled may raise no event after it,
    ' so Excel is asked to put the formula back as soon as it has nothing else to do.
    Dim Block As Range
    Dim Formula As String
    GaoyanThawPending
    Set Block = GaoyanBlock(Book, "GY_LIVE")
    If Block Is Nothing Then Exit Sub
    Formula = Replace(Replace(CStr(Block.Cells(1, 1).Formula), "{", ""), "}", "")
    If InStr(Formula, "GY_VIOLATIONS") = 0 Then Exit Sub
    If Not GaoyanMayFreeze(Book, Block.Worksheet) Then Exit Sub
    FrozenFormula = Formula
    FrozenSaved = Book.Saved
    FrozenBook = Book.Name
    Application.EnableEvents = False
    On Error GoTo Done
    GaoyanAsText Block
Done:
    Application.EnableEvents = True
    On Error Resume Next
    Application.OnTime CDbl(Now), "'" & ThisWorkbook.Name & "'!GaoyanThawPending"
End Sub

Private Function GaoyanMayFreeze(ByVal Book As Object, ByVal Sheet As Object) As Boolean
    ' Under a filter Excel would write the first finding into every row that is seen. With AutoSave each write of ours brings on the
    ' next save. The formula is saved as it stands then, and the user is notified; of AutoSave once.
    Dim AutoSaves As Boolean
    Dim Filtered As Boolean
    On Error Resume Next
    AutoSaves = Book.AutoSaveOn
    Filtered = Sheet.FilterMode
    On Error GoTo 0
    GaoyanMayFreeze = Not (AutoSaves Or Filtered)
    If AutoSaves And Not AutoSaveIsKnown Then MsgBox GaoyanText("autosave"), vbExclamation, GaoyanText("title")
    If AutoSaves Then AutoSaveIsKnown = True
    If Filtered And Not AutoSaves Then MsgBox GaoyanText("filtered"), vbExclamation, GaoyanText("title")
End Function

Private Sub GaoyanAsText(ByVal Block As Range)
    ' The text format first: a finding that quotes "=..." must not become a formula.
    Dim Values As Variant
    Values = Block.Value
    Block.ClearContents
    Block.NumberFormat = "@"
    Block.Value = Values
End Sub

Public Sub GaoyanThaw(ByVal Book As Workbook, ByVal Success As Boolean)
    ' After the save: the formula again. The workbook counts as saved, or as it did before a save that came to nothing.
    Dim Block As Range
    Dim Formula As String
    Formula = FrozenFormula
    FrozenFormula = ""
    If Formula = "" Then Exit Sub
    Set Block = GaoyanBlock(Book, "GY_LIVE")
    If Block Is Nothing Then Exit Sub
    Application.EnableEvents = False
    On Error GoTo Done
    Block.ClearContents
    Block.NumberFormat = "General"
    Block.FormulaArray = Formula
    Book.Saved = Success Or FrozenSaved
Done:
    Application.EnableEvents = True
End Sub

Public Sub GaoyanThawPending()
    ' Nothing is left to do where the save went well, or where the workbook was closed.
    If FrozenFormula = "" Then Exit Sub
    On Error GoTo Closed
    GaoyanThaw Workbooks(FrozenBook), False
    Exit Sub
Closed:
    FrozenFormula = ""
End Sub
