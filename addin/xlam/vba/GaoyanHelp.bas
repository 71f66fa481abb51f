Option Explicit
' The texts of the add-in. VBA holds ASCII only; what users read stands in the cells of the add-in's sheet.

Private Const LastRow As Long = 200
Private HelpIsRegistered As Boolean

Public Function GaoyanText(ByVal Key As String) As String
    ' The text in column B beside the key in column A; the key itself where there is none.
    Dim Texts As Worksheet
    Dim Row As Long
    GaoyanText = Key
    Set Texts = ThisWorkbook.Worksheets(1)
    For Row = 1 To LastRow
        If CStr(Texts.Cells(Row, 1).Value) = Key Then
            GaoyanText = CStr(Texts.Cells(Row, 2).Value)
            Exit Function
        End If
    Next Row
End Function

Public Sub GaoyanRegisterHelp()
    ' Description and arguments of every function, for Excel's function wizard. Excel refuses it while no workbook is open; it is
    ' tried again when one becomes active. Some refuse it for a workbook nobody sees, too: then the add-in is none for a moment.
    Dim Problem As String
    If HelpIsRegistered Then Exit Sub
    If ActiveWorkbook Is Nothing Then Exit Sub
    HelpIsRegistered = True
    On Error Resume Next
    Problem = GaoyanHelpProblem()
    If Problem <> "" Then
        Application.ScreenUpdating = False
        ThisWorkbook.IsAddin = False
        Problem = GaoyanHelpProblem()
        ThisWorkbook.IsAddin = True
        Application.ScreenUpdating = True
    End If
    GaoyanNoteProblem Problem
    ' The help is no change that anybody should be asked to save.
    ThisWorkbook.Saved = True
End Sub

Private Function GaoyanHelpProblem() As String
    ' Registers the help of all functions; what Excel says where it refuses. With the name of this workbook before it, a function
    ' is found whatever workbook is active.
    Dim Texts As Worksheet
    Dim Row As Long
    Dim Name As String
    On Error GoTo Refused
    Set Texts = ThisWorkbook.Worksheets(1)
    For Row = 1 To LastRow
        Name = CStr(Texts.Cells(Row, 1).Value)
        If Left$(Name, 3) = "GY_" Then
            Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Name, Description:=CStr(Texts.Cells(Row, 2).Value), _
                Category:=GaoyanText("category"), ArgumentDescriptions:=GaoyanArgumentHelp(Texts, Row)
        End If
    Next Row
    Exit Function
Refused:
    GaoyanHelpProblem = Name & ": " & Err.Description
End Function

Private Sub GaoyanNoteProblem(ByVal Problem As String)
    ' Beside its key on the add-in's sheet, where the button that looks for faults reads it.
    Dim Texts As Worksheet
    Dim Row As Long
    Set Texts = ThisWorkbook.Worksheets(1)
    For Row = 1 To LastRow
        If CStr(Texts.Cells(Row, 1).Value) = "help_problem" Then Texts.Cells(Row, 2).Value = Problem
    Next Row
End Sub

Public Function GaoyanArgumentHelp(ByVal Texts As Worksheet, ByVal Row As Long) As Variant
    ' The texts from column D on; column C says how many there are.
    Dim Help() As String
    Dim At As Long
    Dim Count As Long
    Count = CLng(Texts.Cells(Row, 3).Value)
    ReDim Help(0 To Count - 1)
    For At = 0 To Count - 1
        Help(At) = CStr(Texts.Cells(Row, 4 + At).Value)
    Next At
    GaoyanArgumentHelp = Help
End Function
