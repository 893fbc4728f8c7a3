namespace DataAggregator.Core.Storage;

/// <summary>Tells a disk without room from other trouble with files.</summary>
public static class FullDisk
{
    /// <summary>The code of a run's failure for this reason.</summary>
    public const string Code = "disk_full";

    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether there was no room left, on the disk or of the user's quota.</summary>
    public static bool IsReason(IOException problem) => problem.HResult is WindowsHandleDiskFull or WindowsDiskFull
        || (!OperatingSystem.IsWindows() && problem.HResult is NoSpace or OverQuota);
}
