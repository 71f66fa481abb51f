"""The modules of the .xlam with a stand-in for the one thing that only Windows provides: the server behind the DLL."""

from __future__ import annotations

import re

from addin.buttons.tab import BUTTONS
from addin.xlam import wrappers
from addin.xlam.build import build_xlam, installed_xlwings
from udfs.functions import catalogue as functions
from udfs.functions.registry import FUNCTIONS

assert functions
SERVER = re.compile(r"Public Function GaoyanServer\(\).*?End Function\r\n", re.S)
STAND_IN = "StandIn"
HELP = {
    "Application.MacroOptions ": "ProbeMacroOptions ", "ThisWorkbook.IsAddin = ": "ProbeAddin ",
    "Private HelpIsRegistered": "Public HelpIsRegistered",
}  # fmt: skip
"""What of GaoyanHelp stands in Excel only -> what stands in for it."""
LIVE = {
    "Application.OnTime ": "ProbeLater ", "Private BusyUntil": "Public BusyUntil", "MsgBox ": "ProbeBox ",
    "Book.AutoSaveOn": 'ProbeHas("autosave")', "Sheet.FilterMode": 'ProbeHas("filter")',
}  # fmt: skip
OBJECT_ERROR = "-2147221504"
CLASS = """Option Explicit
' Class: answers as the server does, and writes down what it was asked.

Public Function CallUDF(ByVal ModuleName As String, ByVal FunctionName As String, ByVal Arguments As Variant, _
        ByVal Book As Object, ByVal Caller As Variant) As Variant
    Dim At As Long
    Dim Answer As Variant
    ProbeFailure
    If FunctionName = "GY_VIOLATIONS" Then
        ReDim Answer(0 To 1, 0 To 7)
        For At = 0 To 7
            Answer(0, At) = "finding" & At
            Answer(1, At) = "=1+" & At
        Next At
        CallUDF = Answer
        Exit Function
    End If
    Answer = ModuleName & "/" & FunctionName & "/" & (UBound(Arguments) + 1)
    For At = LBound(Arguments) To UBound(Arguments)
        If Not IsMissing(Arguments(At)) Then Answer = Answer & "/" & CStr(Arguments(At))
    Next At
    CallUDF = Answer
End Function

Public Function Module(ByVal ModuleName As String) As Variant
    Module = ModuleName
End Function

Public Sub SetAttr(ByVal ModuleName As Variant, ByVal AttributeName As String, ByVal Book As Object)
    ThisWorkbook.Worksheets(1).Range("Z1").Value = ModuleName & "." & AttributeName
End Sub

Public Function Eval(ByVal Expression As String) As Variant
    ' As many steps are left as a test has written down.
    Dim Left As Range
    Set Left = ThisWorkbook.Worksheets(1).Range("Y8")
    ThisWorkbook.Worksheets(1).Range("Y9").Value = "'" & Expression
    If Left.Value > 0 Then
        Eval = "True"
        Left.Value = Left.Value - 1
    Else
        Eval = "False"
    End If
End Function

Public Function Str(ByVal Made As Variant) As String
    Str = Made
End Function

Public Sub Exec(ByVal Command As String)
    ThisWorkbook.Worksheets(1).Range("Z6").Value = "'" & Application.DisplayAlerts
    ProbeFailure
    ThisWorkbook.Worksheets(1).Range("Z2").Value = Command
    ProbeWritesOfPython
End Sub
"""
PROBE = """Option Explicit
' What the events hand over, called by name: a test raises no event of Excel's.

Public Sub ProbeKeepNotes(ByVal Address As String)
    GaoyanKeepNotes ThisWorkbook.Worksheets(2), ThisWorkbook.Worksheets(2).Range(Address)
End Sub

Public Sub ProbeShowLevel(ByVal Address As String)
    GaoyanShowLevel ThisWorkbook.Worksheets(2), ThisWorkbook.Worksheets(2).Range(Address)
End Sub

Public Function ProbeBusy() As Boolean
    ProbeBusy = Now < BusyUntil
End Function

Public Function ProbeAlerts() As String
    ProbeAlerts = CStr(Application.DisplayAlerts)
End Function

Public Sub ProbeBox(ByVal Message As String, ByVal Kind As Long, ByVal Title As String)
    ' In the place of a message box, which nobody would close.
    ThisWorkbook.Worksheets(1).Range("Z4").Value = Title & ": " & Message
End Sub

Public Sub ProbeLater(ByVal Moment As Double, ByVal Macro As String)
    ' In the place of Application.OnTime: Excel waits until it has nothing else to do, LibreOffice may interrupt a save.
    ThisWorkbook.Worksheets(1).Range("Y6").Value = "'" & Macro
End Sub

Public Sub ProbeStart()
    ' Counts the starts; an error of the DLL, if one is wished for.
    ThisWorkbook.Worksheets(1).Range("Y14").Value = ThisWorkbook.Worksheets(1).Range("Y14").Value + 1
    If ThisWorkbook.Worksheets(1).Range("Y15").Value = "fail" Then Err.Raise vbObjectError + 1000, "DLL", "no start"
End Sub

Public Function ProbeCell() As String
    ' What a function in a cell asks first; LibreOffice lets no function that runs in a cell write down that it was called.
    Dim Server As Object
    On Error GoTo Failed
    Set Server = GaoyanServerForCells()
    ProbeCell = "reached"
    Exit Function
Failed:
    ProbeCell = Err.Description
End Function

Public Sub ProbeReset()
    ' As after "End" in the dialog of an error: what modules held is forgotten.
    Set Events = Nothing
End Sub

Public Function ProbeListens() As Boolean
    ProbeListens = Not Events Is Nothing
End Function

Public Function ProbeHas(ByVal Wish As String) As Boolean
    ' In the place of what only Excel has: a filter at work, AutoSave.
    ProbeHas = ThisWorkbook.Worksheets(1).Range("Y16").Value = Wish
End Function

Public Sub ProbeFailure()
    ' An error of the server, if one is wished for.
    If ThisWorkbook.Worksheets(1).Range("Z5").Value = "fail" Then Err.Raise vbObjectError + 1000, "server", "no server"
End Sub

Public Function ProbeTask(ByVal Script As String, ByVal Handler As String, ByVal Parameters As String) As String
    ' In the place of what Excel for Mac does with a script.
    ProbeFailure
    ThisWorkbook.Worksheets(1).Range("Z1").Value = Script & "." & Handler
    ThisWorkbook.Worksheets(1).Range("Z2").Value = Parameters
End Function

Public Sub ProbeWritesOfPython()
    ' What a macro writes and clears over the notes, if that is wished for; Excel raises SheetChange for each.
    If ThisWorkbook.Worksheets(1).Range("Z7").Value <> "write" Then Exit Sub
    ThisWorkbook.Worksheets(2).Range("J4:J5").ClearContents
    GaoyanKeepNotes ThisWorkbook.Worksheets(2), ThisWorkbook.Worksheets(2).Range("J4:J5")
    ThisWorkbook.Worksheets(1).Range("Z8").Value = "'" & ThisWorkbook.Worksheets(2).Range("J4").Formula
    ThisWorkbook.Worksheets(2).Range("J4").Value = "note"
    GaoyanKeepNotes ThisWorkbook.Worksheets(2), ThisWorkbook.Worksheets(2).Range("J4")
    ThisWorkbook.Worksheets(1).Range("Z9").Value = "'" & ThisWorkbook.Worksheets(2).Range("J4").Formula
End Sub

Public Sub ProbeMacroOptions(ByVal Macro As String, ByVal Description As String, ByVal Category As String, _
        ByVal ArgumentDescriptions As Variant)
    ' In the place of Excel's, which may refuse: "never" or for a "hidden" workbook.
    Dim Held As Worksheet
    Set Held = ThisWorkbook.Worksheets(1)
    If Held.Range("Y10").Value = "never" Or (Held.Range("Y10").Value = "hidden" And Held.Range("Y11").Value <> "seen") Then
        Err.Raise vbObjectError + 1004, "Excel", "hidden workbook"
    End If
    Held.Range("Y12").Value = Held.Range("Y12").Value + 1
    Held.Range("Y13").Value = "'" & Macro & "/" & Category & "/" & (UBound(ArgumentDescriptions) + 1) & "/" & Description
End Sub

Public Sub ProbeAddin(ByVal Hidden As Boolean)
    ' In the place of ThisWorkbook.IsAddin, which LibreOffice does not have.
    ThisWorkbook.Worksheets(1).Range("Y11").Value = IIf(Hidden, "hidden", "seen")
End Sub

Public Sub ProbeHelp(ByVal Wish As String)
    ' As if Excel had just been started.
    ThisWorkbook.Worksheets(1).Range("Y10").Value = Wish
    ThisWorkbook.Worksheets(1).Range("Y11:Y13").ClearContents
    HelpIsRegistered = False
    GaoyanRegisterHelp
End Sub

Public Sub ProbeNote(ByVal Row As Long, ByVal Address As String)
    ' What a cell holds at this moment: its formula, its value, and of what kind it is.
    Dim Held As Range
    Set Held = ThisWorkbook.Worksheets(2).Range(Address)
    ThisWorkbook.Worksheets(1).Range("Y" & Row).Value = "'" & Held.Formula & "/" & Held.Value & "/" & TypeName(Held.Value)
End Sub
"""
BOOK = """Option Explicit
' LibreOffice raises the events of the workbook itself; they do here what the events of the application do in Excel.

Private Sub Workbook_Open()
    GaoyanBegin
End Sub

Private Sub Workbook_BeforeSave(ByVal SaveAsUI As Boolean, Cancel As Boolean)
    GaoyanFreeze ThisWorkbook
    ProbeNote 1, "M4"
    ProbeNote 2, "T5"
    Cancel = ThisWorkbook.Worksheets(1).Range("Y3").Value = "call it off"
End Sub

Private Sub Workbook_AfterSave(ByVal Success As Boolean)
    ProbeNote 4, "T5"
    GaoyanThaw ThisWorkbook, Success
    ThisWorkbook.Worksheets(1).Range("Y5").Value = "'" & ThisWorkbook.Saved
    ThisWorkbook.Saved = True
End Sub
"""


def modules(constant: str = "Win64") -> dict[str, str]:
    """All modules of the .xlam as a system compiles them; others are the server, a Mac's scripts, message boxes, timers."""
    made = wrappers.modules(FUNCTIONS.values(), BUTTONS.values(), installed_xlwings())
    python, count = SERVER.subn(
        "Public Function GaoyanServer() As Object\r\n    ProbeStart\r\n    Set GaoyanServer = New StandIn\r\nEnd Function\r\n",
        made["GaoyanPython"],
    )
    assert count == 1
    assert {"MsgBox", "AppleScriptTask"} <= set(re.findall(r"\w+", python))
    if constant != "Mac":
        assert "Application.OnTime " in compiled(python, {constant})
    for excel, probe in (("Application.OnTime ", "ProbeLater "), ("MsgBox ", "ProbeBox "), ("AppleScriptTask A", "ProbeTask A")):
        python = python.replace(excel, probe)
    python = python.replace("Application.Path", '"/Applications/Microsoft Excel.app/..."')
    live = made["GaoyanLive"]
    for excel, probe in LIVE.items():
        assert excel in live
        live = live.replace(excel, probe)
    made["GaoyanLive"] = live
    assert "Private Events" in made["GaoyanStart"]
    made["GaoyanStart"] = made["GaoyanStart"].replace("Private Events", "Public Events")
    help = made["GaoyanHelp"]
    for excel, probe in HELP.items():
        assert excel in help
        help = help.replace(excel, probe)
    made["GaoyanHelp"] = help
    made |= {"GaoyanPython": python, STAND_IN: crlf(CLASS), "Probe": crlf(PROBE), wrappers.BOOK: crlf(BOOK)}
    # LibreOffice knows neither the library of Office, whose one type that is used is an object here, nor one constant of VBA's.
    return {
        name: compiled(source, {constant}).replace("As IRibbonControl", "As Object").replace("vbObjectError", OBJECT_ERROR)
        for name, source in made.items()
    }


def compiled(source: str, true: set[str]) -> str:
    """What a compiler sees for which the constants ``true`` are true: LibreOffice looks into the other branches, too."""
    kept: list[str] = []
    taken: list[bool] = []
    for line in source.split("\r\n"):
        word = line.strip()
        if word.startswith("#If "):
            taken.append(word.split()[1] in true)
        elif word == "#Else":
            taken[-1] = not taken[-1]
        elif word == "#End If":
            taken.pop()
        elif all(taken):
            kept.append(line)
    assert not taken
    return "\r\n".join(kept)


def workbook(constant: str = "Win64") -> bytes:
    """An ordinary workbook of the add-in's parts, with these modules."""
    return build_xlam(".xlsm", modules(constant))


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")
