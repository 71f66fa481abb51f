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
    ' Description and arguments of every function, for Excel's function wizard. Excel refuses it while no workbook is open;
    ' it is tried again when one becomes active.
    Dim Texts As Worksheet
    Dim Row As Long
    If HelpIsRegistered Then Exit Sub
    On Error GoTo Later
    Set Texts = ThisWorkbook.Worksheets(1)
    For Row = 1 To LastRow
        If Left$(CStr(Texts.Cells(Row, 1).Value), 3) = "GY_" Then
            Application.MacroOptions Macro:=CStr(Texts.Cells(Row, 1).Value), Description:=CStr(Texts.Cells(Row, 2).Value), _
                Category:=GaoyanText("category"), ArgumentDescriptions:=GaoyanArgumentHelp(Texts, Row)
        End If
    Next Row
    HelpIsRegistered = True
    ' The help is no change that anybody should be asked to save.
    ThisWorkbook.Saved = True
Later:
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
