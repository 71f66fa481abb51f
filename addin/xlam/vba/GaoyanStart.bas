Option Explicit
' What happens when Excel loads the add-in.

Private Events As GaoyanEvents

Public Sub GaoyanBegin()
    GaoyanListen
    GaoyanRegisterHelp
End Sub

Public Sub GaoyanListen()
    ' The events of Excel. A reset of VBA (an error of any macro that was left by "End") forgets them; the next button, or the next
    ' calculation of a function of ours, takes them up again.
    If Not Events Is Nothing Then Exit Sub
    Set Events = New GaoyanEvents
    Set Events.App = Application
End Sub
