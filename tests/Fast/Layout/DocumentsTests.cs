using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Local.Runs;
using DataAggregator.Transformations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Layout;

/// <summary>What README and CONTRIBUTING say is true of this checkout.</summary>
public sealed partial class DocumentsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Every_place_that_is_named_exists(string document)
    {
        var missing = Places().Matches(File.ReadAllText(Path.Combine(Root(), document)))
            .Select(match => match.Groups[1].Value.TrimEnd('/'))
            .Where(place => !File.Exists(Path.Combine(Root(), place)) && !Directory.Exists(Path.Combine(Root(), place)));
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void CI_runs_exactly_the_test_command_of_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        var command = TestCommand().Match(readme).Groups[1].Value;
        command.ShouldNotBeEmpty();
        File.ReadAllLines(Path.Combine(Root(), ".ci", "run"))[^1].ShouldBe(command);
    }

    [Fact]
    public async Task The_pipeline_of_the_README_is_valid()
    {
        var yaml = Yaml().Match(await File.ReadAllTextAsync(Path.Combine(Root(), "README.md"))).Groups[1].Value;
        var path = Path.Combine(Path.GetTempPath(), $"readme-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(path, yaml);
        try
        {
            var file = await PipelineFile.ReadAsync(path, CancellationToken.None);
            await using var services = new ServiceCollection()
                .AddSingleton<IFileRoots>(new OpenFileRoots(Root()))
                .AddConnectors(new EgressOptions())
                .AddTransformations()
                .BuildServiceProvider();
            var problems = new Problems();
            var validator = new PipelineValidator(services.GetRequiredService<ConnectorCatalogue>(), services.GetRequiredService<ITransformationCompiler>(), new TransformationResolver());
            await validator.ValidateAsync(file.Document, problems, CancellationToken.None);
            problems.ShouldBeEmpty();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"[`(]((?:functions|orchestrations|shared|infra|tests|web)/[\w./-]*)[`)]")]
    private static partial Regex Places();

    [GeneratedRegex(@"## Test it\s+```bash\n(.+)\n```")]
    private static partial Regex TestCommand();

    [GeneratedRegex(@"```yaml\n([\s\S]+?)```")]
    private static partial Regex Yaml();
}
