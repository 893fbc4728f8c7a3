using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Servers;

/// <summary>The files of a PostgreSQL: <c>cluster/</c> belongs to the server's user; <c>password</c>, <c>port</c> and <c>postgresql.log</c> beside it to ours.</summary>
internal sealed class PostgresCluster
{
    /// <summary>The superuser of the cluster.</summary>
    public const string Owner = "dataaggregator";

    private PostgresCluster(string folder, string password, UnprivilegedUser? user)
    {
        Folder = folder;
        Password = password;
        User = user;
    }

    /// <summary>The folder of all this.</summary>
    public string Folder { get; }

    /// <summary>The generated password of <see cref="Owner"/>.</summary>
    public string Password { get; }

    /// <summary>Whom the server runs as; null for our own user.</summary>
    public UnprivilegedUser? User { get; }

    /// <summary>What PostgreSQL calls its data directory.</summary>
    public string Files => Path.Combine(Folder, "cluster");

    /// <summary>What the server logs; the start before stands in <c>postgresql.log.1</c>.</summary>
    public string LogFile => Path.Combine(Folder, "postgresql.log");

    /// <summary>The port of the last start, taken again when it is free, so that a client's settings stay true.</summary>
    public int? LastPort => File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var port) ? port : null;

    /// <summary>Whether the last server did not end in order: its <c>postmaster.pid</c> is still there.</summary>
    public bool WasCutOff => File.Exists(Path.Combine(Files, "postmaster.pid"));

    private string PortFile => Path.Combine(Folder, "port");

    /// <summary>Opens the folder, and makes the cluster in it where there is none.</summary>
    /// <exception cref="LocalHostException"><c>initdb</c> failed, or the server's user cannot reach the folder.</exception>
    public static async Task<PostgresCluster> OpenAsync(PostgresPackage package, string folder, IProgress<string> progress, CancellationToken ct)
    {
        var user = UnprivilegedUser.WhenRoot();
        PrivateFiles.CreateFolder(folder, reachable: user is not null);
        if (user is not null && !UnprivilegedUser.CanReach(folder))
            throw new LocalHostException($"PostgreSQL runs as '{user.Name}' when started as root, who cannot reach {folder}: choose a data directory outside of private folders with --data.");
        var cluster = new PostgresCluster(folder, await PasswordAsync(Path.Combine(folder, "password"), ct), user);
        if (!Directory.Exists(cluster.Files))
            await cluster.InitialiseAsync(package, progress, ct);
        if (File.Exists(cluster.LogFile))
            File.Move(cluster.LogFile, cluster.LogFile + ".1", overwrite: true);
        PrivateFiles.Write(cluster.LogFile, "");
        return cluster;
    }

    /// <summary>Keeps the port for the next start.</summary>
    public Task RememberPortAsync(int port, CancellationToken ct) => File.WriteAllTextAsync(PortFile, port.ToString(CultureInfo.InvariantCulture), ct);

    private static async Task<string> PasswordAsync(string file, CancellationToken ct)
    {
        if (!File.Exists(file))
            PrivateFiles.Write(file, RandomNumberGenerator.GetHexString(48, lowercase: true));
        return await File.ReadAllTextAsync(file, ct);
    }

    /// <summary>Everything happens in a draft folder that is renamed at the end, so that a start which is killed here leaves no half cluster.</summary>
    private async Task InitialiseAsync(PostgresPackage package, IProgress<string> progress, CancellationToken ct)
    {
        progress.Report("Making the PostgreSQL database cluster ...");
        var draft = Path.Combine(Folder, "cluster.draft");
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        PrivateFiles.CreateFolder(draft, reachable: false);
        var passwordFile = Path.Combine(Folder, "password.draft");
        PrivateFiles.Write(passwordFile, Password);
        if (User is not null)
        {
            Posix.GiveTo(draft, User);
            Posix.GiveTo(passwordFile, User);
        }
        var launch = new ProcessLaunch(
            package.InitDb,
            ["-D", draft, "-U", Owner, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8",
             "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"])
        { User = User };
        var watch = Stopwatch.StartNew();
        await using (var initDb = await ChildProcess.StartAsync(launch, LogFile))
        {
            if (await initDb.Exited.WaitAsync(ct) != 0)
                throw new LocalHostException($"The PostgreSQL cluster cannot be made in {draft}: {string.Join(' ', initDb.LastLines)}");
        }
        File.Delete(passwordFile);
        Directory.Move(draft, Files);
        progress.Report($"Made in {watch.Elapsed.TotalSeconds:F1} s.");
    }
}
