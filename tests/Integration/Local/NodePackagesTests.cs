using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class NodePackagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Whoever_asks_at_the_same_moment_the_packages_are_installed_once()
    {
        await LockfileAsync("1.0.0");
        var told = new Told();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new NodePackages(told).EnsureInstalledAsync(folder.Path, CancellationToken.None)));

        told.Lines.Count(line => line.StartsWith("Installing")).ShouldBe(1);
    }

    [Fact]
    public async Task Another_lockfile_is_installed_again_and_the_same_is_not()
    {
        var told = new Told();
        foreach (var version in (string[])["1.0.0", "1.0.0", "2.0.0"])
        {
            await LockfileAsync(version);
            await new NodePackages(told).EnsureInstalledAsync(folder.Path, CancellationToken.None);
        }

        told.Lines.Count(line => line.StartsWith("Installing")).ShouldBe(2);
    }

    [Fact]
    public async Task An_old_Node_is_told_with_the_version_that_is_needed()
    {
        await LockfileAsync("1.0.0");
        Directory.CreateDirectory(folder["bin"]);
        await File.WriteAllTextAsync(folder["bin/node"], "#!/bin/sh\necho v18.20.0\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["bin/node"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var failure = await Should.ThrowAsync<LocalHostException>(() => new NodePackages(new Told(), folder["bin"]).EnsureInstalledAsync(folder.Path, CancellationToken.None));

        failure.Message.ShouldBe($"Node.js 20.19 or newer is needed, and {folder["bin/node"]} is 18.20.0: install a newer one from https://nodejs.org.");
    }

    [Fact]
    public async Task What_npm_says_when_it_fails_is_passed_on()
    {
        await LockfileAsync("1.0.0");
        await File.WriteAllTextAsync(folder["package.json"], "{ this is no JSON");

        var failure = await Should.ThrowAsync<LocalHostException>(() => new NodePackages(new Told()).EnsureInstalledAsync(folder.Path, CancellationToken.None));

        failure.Message.ShouldContain("'npm ci");
        failure.Message.ShouldContain("JSON");
    }

    public void Dispose() => folder.Dispose();

    private async Task LockfileAsync(string version)
    {
        var package = $$"""{"name":"p","version":"{{version}}"}""";
        await File.WriteAllTextAsync(folder["package.json"], package);
        await File.WriteAllTextAsync(folder["package-lock.json"], $$$"""{"name":"p","version":"{{{version}}}","lockfileVersion":3,"packages":{"":{{{package}}}}}""");
    }
}
