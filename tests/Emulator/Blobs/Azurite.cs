using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace DataAggregator.Tests.Emulator.Blobs;

/// <summary>A real Azurite for the tests of this collection, from the npm packages that the local host pins.</summary>
public sealed partial class Azurite : IAsyncLifetime, IDisposable
{
    private const string Account = "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int Services = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>What a storage client connects with.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;{Account};BlobEndpoint={_addresses["Blob"]}/devstoreaccount1;QueueEndpoint={_addresses["Queue"]}/devstoreaccount1;";

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var packages = await ServerPackages.InstallAsync(patience.Token);
        // The system gives the ports, so that nobody can take them in between.
        _process = Process.Start(new ProcessStartInfo(
            "node",
            [
                Path.Combine(packages, "node_modules", "azurite", "dist", "src", "azurite.js"), "--location", _folder.Path, "--blobHost", "127.0.0.1",
                "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--skipApiVersionCheck", "--disableTelemetry",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        await _listening.Task.WaitAsync(Patience, patience.Token);
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Hears where the services listen; the end of the output is the end of the process.</summary>
    private void Hear(string? line)
    {
        if (line is null)
        {
            _listening.TrySetException(new InvalidOperationException("Azurite ended before it listened."));
        }
        else if (Listening().Match(line) is { Success: true } told)
        {
            _addresses[told.Groups[1].Value] = told.Groups[2].Value;
            if (_addresses.Count == Services)
            {
                _listening.TrySetResult();
            }
        }
    }

    [GeneratedRegex(@"^Azurite (Blob|Queue|Table) service is successfully listening at (http://\S+)$")]
    private static partial Regex Listening();
}
