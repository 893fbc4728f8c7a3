using System.Net;
using DataAggregator.Local;
using DataAggregator.Local.Web;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class WebAppTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task It_is_built_once_for_its_sources_and_again_when_they_change()
    {
        await SourcesAsync("one");
        var told = new Told();

        await new WebApp(folder.Path, told).EnsureBuiltAsync(CancellationToken.None);
        await new WebApp(folder.Path, told).EnsureBuiltAsync(CancellationToken.None);
        (await File.ReadAllTextAsync(folder["dist/index.html"])).ShouldBe("one");
        await SourcesAsync("two");
        await new WebApp(folder.Path, told).EnsureBuiltAsync(CancellationToken.None);

        (await File.ReadAllTextAsync(folder["dist/index.html"])).ShouldBe("two");
        told.Lines.Count(line => line.StartsWith("Building")).ShouldBe(2);
    }

    [Fact]
    public async Task A_build_that_fails_says_what_it_said()
    {
        await SourcesAsync("one");
        await File.WriteAllTextAsync(folder["build.mjs"], "console.error('src/App.tsx(3,1): broken'); process.exit(2);");

        var failure = await Should.ThrowAsync<LocalHostException>(() => new WebApp(folder.Path, new Told()).EnsureBuiltAsync(CancellationToken.None));

        failure.Message.ShouldContain("src/App.tsx(3,1): broken");
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK, "the app", "no-cache")]
    [InlineData("/pipelines/17/runs", HttpStatusCode.OK, "the app", "no-cache")]
    [InlineData("/assets/a1b2.js", HttpStatusCode.OK, "script", "public, max-age=31536000, immutable")]
    [InlineData("/assets/gone.js", HttpStatusCode.NotFound, "", null)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "", null)]
    [InlineData("/api/hello", HttpStatusCode.OK, "functions", null)]
    [InlineData("/.sources", HttpStatusCode.NotFound, "", null)]
    [InlineData("/..%2Fsecret", HttpStatusCode.NotFound, "", null)]
    public async Task Pages_are_the_app_files_are_files_and_the_api_is_left_alone(string path, HttpStatusCode status, string body, string? caching)
    {
        Directory.CreateDirectory(folder["dist/assets"]);
        await File.WriteAllTextAsync(folder["dist/index.html"], "the app");
        await File.WriteAllTextAsync(folder["dist/.sources"], "hash");
        await File.WriteAllTextAsync(folder["dist/assets/a1b2.js"], "script");
        await File.WriteAllTextAsync(folder["secret"], "secret");
        await using var app = await ServeAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(body);
        answer.Headers.CacheControl?.ToString().ShouldBe(caching);
    }

    public void Dispose() => folder.Dispose();

    private async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        var app = builder.Build();
        app.UseWebApp(folder["dist"]);
        app.UseRouting();
        app.MapGet("/api/hello", () => Results.Text("functions"));
        await app.StartAsync();
        return app;
    }

    private async Task SourcesAsync(string content)
    {
        Directory.CreateDirectory(folder["src"]);
        await File.WriteAllTextAsync(folder["src/content"], content);
        await File.WriteAllTextAsync(folder["package.json"], """{"name":"p","version":"1.0.0","scripts":{"build":"node build.mjs"}}""");
        await File.WriteAllTextAsync(folder["package-lock.json"], """{"name":"p","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"p","version":"1.0.0"}}}""");
        await File.WriteAllTextAsync(folder["build.mjs"], "import fs from 'node:fs'; fs.mkdirSync('dist', { recursive: true }); fs.copyFileSync('src/content', 'dist/index.html');");
    }
}
