using System.Globalization;

namespace DataAggregator.Local.Processes;

/// <summary>The user that a server runs as when the local host was started as root and the server refuses to be.</summary>
internal sealed record UnprivilegedUser(string Name, uint UserId, uint GroupId)
{
    /// <summary><c>nobody</c> when this process is root; null when it is an ordinary user, and servers simply run as that.</summary>
    /// <exception cref="LocalHostException">Root, but there is no such user.</exception>
    public static UnprivilegedUser? WhenRoot()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        var fields = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields is ["nobody", _, _, _, ..])
            ?? throw new LocalHostException("PostgreSQL does not run as root and there is no user 'nobody' to run it as: start the local host as an ordinary user.");
        return new UnprivilegedUser(fields[0], uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture));
    }

    /// <summary>Whether others may pass through the folder and all that it lies in; what does not exist yet counts as open.</summary>
    public static bool CanReach(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!OperatingSystem.IsWindows() && at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }
}
