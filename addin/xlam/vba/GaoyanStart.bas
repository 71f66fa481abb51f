Option Explicit
' What happens when Excel loads the add-in.

Private Events As GaoyanEvents

Public Sub GaoyanBegin()
    Set Events = New GaoyanEvents
    Set Events.App = Application
    GaoyanRegisterHelp
End Sub
