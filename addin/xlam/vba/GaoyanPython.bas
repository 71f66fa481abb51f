Option Explicit
' How the add-in reaches Python. Derived from the VBA of xlwings {version} (modules Main, Config and Utils), changed:
' only the settings of the user are read, never those of a workbook or its folder, so that no workbook can name a program.
'
' xlwings is distributed under a BSD 3-clause license.
'
' Copyright (C) 2014-present, Zoomer Analytics LLC.
' All rights reserved.
'
' Redistribution and use in source and binary forms, with or without modification,
' are permitted provided that the following conditions are met:
'
' * Redistributions of source code must retain the above copyright notice, this
'   list of conditions and the following disclaimer.
'
' * Redistributions in binary form must reproduce the above copyright notice, this
'   list of conditions and the following disclaimer in the documentation and/or
'   other materials provided with the distribution.
'
' * Neither the name of the copyright holder nor the names of its
'   contributors may be used to endorse or promote products derived from
'   this software without specific prior written permission.
'
' THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
' ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
' WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
' DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
' ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
' (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
' LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
' ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
' (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
' SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

Private Const FunctionsModule As String = "addin.excel.functions"

#If Mac Then
    Private Const AppleScriptName As String = "xlwings-{version}.applescript"
#Else
    #If Win64 Then
        Private Const DllName As String = "xlwings64-{version}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-{version}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    #Else
        Private Const DllName As String = "xlwings32-{version}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-{version}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    #End If
    Private Const WorkLeft As String = "__import__('addin.excel.host', fromlist=['work_left']).work_left()"
    Private LoadedInterpreter As String
    Private StepWaits As Boolean
    Private CellsTryAgain As Date
    Private Declare PtrSafe Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryW" (ByVal FileName As LongPtr) As LongPtr
#End If

Public Function GaoyanCall(ByVal FunctionName As String, ByVal Arguments As Variant) As Variant
    ' A cell function: what Python makes of the arguments; a text of the add-in's sheet where it cannot be reached.
    #If Mac Then
        GaoyanCall = GaoyanText("no_functions")
    #Else
        On Error GoTo Failed
        GaoyanListen
        GaoyanCall = GaoyanServerForCells().CallUDF(FunctionsModule, FunctionName, Arguments, ThisWorkbook, Application.Caller)
        Exit Function
Failed:
        GaoyanCall = GaoyanText("no_python")
    #End If
End Function

Public Sub GaoyanPress(ByVal ButtonId As String)
    ' A button: the macro behind it, run on the active workbook.
    On Error GoTo Failed
    GaoyanListen
    If ActiveWorkbook Is Nothing Then
        MsgBox GaoyanText(GaoyanNoWorkbook()), vbExclamation, GaoyanText("title")
        Exit Sub
    End If
    GaoyanRun "from addin.excel.host import press_button; press_button('" & ButtonId & "')"
    Exit Sub
Failed:
    GaoyanTellFailure Err.Description
End Sub

Public Function GaoyanNoWorkbook() As String
    ' Why there is no workbook to work on: the key of the text that says so. Excel for Mac has no protected view.
    GaoyanNoWorkbook = "no_workbook"
    #If Mac Then
    #Else
        Dim Protected As Long
        On Error Resume Next
        Protected = Application.ProtectedViewWindows.Count
        If Protected > 0 Then GaoyanNoWorkbook = "protected_view"
    #End If
End Function

Public Sub GaoyanRun(ByVal Statement As String)
    #If Mac Then
        GaoyanRunOnMac Statement
    #Else
        GaoyanRunOnWindows Statement
    #End If
End Sub

#If Mac Then
Private Sub GaoyanRunOnMac(ByVal Statement As String)
    ' The script runs Python in the background; the name of the workbook is all it gets of the workbook.
    Dim Parameters As String
    On Error GoTo Failed
    If Not GaoyanPlainName(ActiveWorkbook.Name) Then
        MsgBox GaoyanText("odd_name"), vbExclamation, GaoyanText("title")
        Exit Sub
    End If
    GaoyanClearLog
    GaoyanBusy True
    Parameters = "false;;;;;" & "|" & GaoyanQuoted(GaoyanInterpreter()) & "|" & Statement & "|" & ActiveWorkbook.Name & "|" & _
        Left$(Application.Path, Len(Application.Path) - 4) & "|" & GaoyanLog()
    AppleScriptTask AppleScriptName, "VbaHandler", Parameters
    GaoyanTellLog
    Exit Sub
Failed:
    GaoyanBusy False
    GaoyanTellFailure Err.Description
End Sub

Public Sub CleanUp()
    ' xlwings calls this by its name when Python ends: an error that Python could not tell the user itself is in the log.
    GaoyanBusy False
    GaoyanTellLog
End Sub

Private Function GaoyanLog() As String
    GaoyanLog = Environ("HOME") & "/gaoyan.log"
End Function

Private Sub GaoyanClearLog()
    ' An old error must not be reported again.
    On Error Resume Next
    Kill GaoyanLog()
End Sub

Private Sub GaoyanTellLog()
    Dim Length As Long
    On Error Resume Next
    Length = FileLen(GaoyanLog())
    On Error GoTo 0
    If Length > 0 Then
        GaoyanTellFailure GaoyanLog()
    End If
End Sub
#Else
Private Sub GaoyanRunOnWindows(ByVal Statement As String)
    ' The server runs it; the workbook it is about is handed over as an object. With its alerts off Excel does not say every few
    ' seconds, while a dialog stands open, that it is waiting for another program. Long work comes back after a few seconds, and
    ' the rest of it follows once Excel has nothing else to do.
    Dim Server As Object
    Dim Alerts As Boolean
    Alerts = Application.DisplayAlerts
    On Error GoTo Failed
    Set Server = GaoyanServer()
    CellsTryAgain = 0
    If Not ActiveWorkbook Is Nothing Then Server.SetAttr Server.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    GaoyanBusy True
    Application.DisplayAlerts = False
    Server.Exec Statement
    Application.DisplayAlerts = Alerts
    GaoyanBusy False
    If Not StepWaits Then
        If Server.Str(Server.Eval(WorkLeft)) = "True" Then
            Application.OnTime CDbl(Now), "'" & ThisWorkbook.Name & "'!GaoyanStep"
            StepWaits = True
        End If
    End If
    Exit Sub
Failed:
    Application.DisplayAlerts = Alerts
    GaoyanBusy False
    GaoyanTellFailure Err.Description
End Sub

Public Sub GaoyanStep()
    ' Excel calls this by its name.
    StepWaits = False
    GaoyanRun "from addin.excel.host import next_step; next_step()"
End Sub

Public Function GaoyanServerForCells() As Object
    ' As GaoyanServer, which a button asks each time. A start that failed is not tried again for a minute: each try may take long,
    ' and a sheet may hold hundreds of functions.
    Dim Why As String
    If Now < CellsTryAgain Then Err.Raise vbObjectError + 1003, "gaoyan", GaoyanText("no_python")
    On Error GoTo Failed
    Set GaoyanServerForCells = GaoyanServer()
    Exit Function
Failed:
    Why = Err.Description
    CellsTryAgain = Now + 1 / 1440
    Err.Raise vbObjectError + 1003, "gaoyan", Why
End Function

Public Function GaoyanServer() As Object
    ' The Python server behind the DLL of xlwings, started when it is first needed.
    Dim Server As Variant
    Dim Interpreter As String
    If LoadedInterpreter = "" Then
        Interpreter = GaoyanInterpreter()
        GaoyanLoadDll Interpreter
        LoadedInterpreter = Interpreter
    End If
    If XLPyDLLActivateAuto(Server, GaoyanServerCommand(LoadedInterpreter), 1) <> 0 Then
        Err.Raise vbObjectError + 1000, "gaoyan", CStr(Server)
    End If
    Set GaoyanServer = Server
End Function

Private Sub GaoyanLoadDll(ByVal Interpreter As String)
    ' The DLL stands beside python.exe; one folder above it in a virtual environment; or where pip puts what it installs for one
    ' user only.
    Dim Folder As String
    Folder = GaoyanParent(Interpreter)
    If LoadLibrary(StrPtr(Folder & "\" & DllName)) <> 0 Then Exit Sub
    If LoadLibrary(StrPtr(GaoyanParent(Folder) & "\" & DllName)) <> 0 Then Exit Sub
    If LoadLibrary(StrPtr(Environ("APPDATA") & "\Python\" & DllName)) <> 0 Then Exit Sub
    Err.Raise vbObjectError + 1001, "gaoyan", DllName
End Sub
#End If

Public Sub GaoyanTellFailure(ByVal Details As String)
    ' Python could not be reached or did not come to its end. The status bar is Excel's again.
    Application.StatusBar = False
    MsgBox GaoyanText("no_python") & vbCrLf & vbCrLf & Left$(Details, 500), vbCritical, GaoyanText("title")
End Sub

Public Function GaoyanServerCommand(ByVal Interpreter As String) As String
    ' The interpreter itself, no shell around it: the DLL waits for two minutes as long as what it started is alive, and cmd.exe /K
    ' outlives a Python that ends at once. -P: neither the folder of the workbook nor the current one is searched for modules.
    GaoyanServerCommand = Chr$(34) & Interpreter & Chr$(34) & " -B -P -c " & Chr$(34) & _
        "import xlwings; xlwings.serve('$(CLSID)')" & Chr$(34)
End Function

Public Function GaoyanPlainName(ByVal Name As String) As Boolean
    ' True if a shell would take no character of the name for a command, and xlwings none for the end of the name.
    Dim At As Long
    GaoyanPlainName = True
    For At = 1 To Len(Name)
        If InStr("""$`\';|&<>=", Mid$(Name, At, 1)) > 0 Then GaoyanPlainName = False
    Next At
End Function

Public Function GaoyanQuoted(ByVal Path As String) As String
    ' A path as one word of a shell.
    GaoyanQuoted = "'" & Replace(Path, "'", "'\''") & "'"
End Function

Public Function GaoyanParent(ByVal Path As String) As String
    GaoyanParent = Left$(Path, InStrRev(Path, "\") - 1)
End Function

Public Function GaoyanInterpreter() As String
    ' The Python that "gaoyan addin install" wrote into the settings.
    #If Mac Then
        GaoyanInterpreter = GaoyanSetting(Environ("HOME") & "/gaoyan.conf", "INTERPRETER_MAC")
    #Else
        GaoyanInterpreter = GaoyanSetting(Environ("USERPROFILE") & "\.gaoyan\gaoyan.conf", "INTERPRETER_WIN")
    #End If
    If GaoyanInterpreter = "" Then Err.Raise vbObjectError + 1002, "gaoyan", GaoyanText("no_settings")
End Function

Public Function GaoyanSetting(ByVal FileName As String, ByVal Wanted As String) As String
    ' The value of a setting: a file of lines "NAME","value"; nothing where there is no file, or none that can be read.
    Dim FileNumber As Integer
    Dim Found As String
    Dim Value As String
    On Error GoTo Done
    If Dir(FileName) = "" Then Exit Function
    FileNumber = FreeFile
    Open FileName For Input As #FileNumber
    Do While Not EOF(FileNumber)
        Input #FileNumber, Found, Value
        If LCase$(Found) = LCase$(Wanted) Then GaoyanSetting = Value
    Loop
Done:
    On Error Resume Next
    Close #FileNumber
End Function
