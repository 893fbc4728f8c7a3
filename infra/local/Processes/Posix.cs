using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DataAggregator.Local.Processes;

/// <summary>The few system calls that .NET has no method for.</summary>
internal static partial class Posix
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal; a process that has ended already is fine.</summary>
    public static void Signal(int processId, int signal)
    {
        if (Kill(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
            throw new Win32Exception(error);
    }

    /// <summary>Gives a file or folder to another user.</summary>
    public static void GiveTo(string path, UnprivilegedUser user)
    {
        if (ChangeOwner(path, user.UserId, user.GroupId) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} cannot be given to '{user.Name}'.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, uint userId, uint groupId);
}
