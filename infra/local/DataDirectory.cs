using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local;

/// <summary>
/// Where the local host keeps everything: <c>postgresql/</c>, <c>azurite/</c>, <c>durable/</c> (the emulator), <c>files/</c>, <c>segments/</c>,
/// <c>keys/</c>, <c>mail/</c> (what would be sent, without a mail server), and <c>runs/</c> of <c>run FILE</c>. Open to its owner alone.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream claim;

    private DataDirectory(string path, FileStream claim)
    {
        Path = path;
        this.claim = claim;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder of a concern, created with mode 0700.</summary>
    public string Folder(string name)
    {
        var folder = System.IO.Path.Combine(Path, name);
        PrivateFiles.CreateFolder(folder, reachable: false);
        return folder;
    }

    /// <summary>
    /// The directory to use: the chosen one, else <c>.data</c> of the checkout. Started as root from a checkout in a private folder, where PostgreSQL's
    /// unprivileged user could not follow, it is a folder of this checkout under <c>/var/lib</c>.
    /// </summary>
    /// <param name="chosen">What the command line or the environment says.</param>
    /// <param name="find">Finds the checkout; asked only when nothing was chosen.</param>
    public static string Choose(string? chosen, Func<Checkout> find)
    {
        if (!string.IsNullOrWhiteSpace(chosen))
            return System.IO.Path.GetFullPath(chosen);
        var checkout = find();
        if (UnprivilegedUser.WhenRoot() is null || UnprivilegedUser.CanReach(checkout.Root))
            return System.IO.Path.Combine(checkout.Root, ".data");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(checkout.Root)))[..8];
        return System.IO.Path.Combine("/var/lib/dataaggregator", name);
    }

    /// <summary>Opens the directory for this process alone.</summary>
    /// <exception cref="LocalHostException">Another copy has it, or it cannot be created.</exception>
    public static DataDirectory Open(string path)
    {
        try
        {
            PrivateFiles.CreateFolder(path, reachable: UnprivilegedUser.WhenRoot() is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"The data directory {path} cannot be used: {failure.Message}", failure);
        }
        var owner = System.IO.Path.Combine(path, "owner");
        var held = FileLock.TryTake(System.IO.Path.Combine(path, "lock"))
            ?? throw new LocalHostException($"The data directory {path} is in use by another copy (pid {(File.Exists(owner) ? File.ReadAllText(owner) : "unknown")}): stop that one, or choose another directory with --data.");
        PrivateFiles.Write(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataDirectory(path, held);
    }

    /// <summary>Lets another copy have it.</summary>
    public void Dispose() => claim.Dispose();
}
