using System.Text.RegularExpressions;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Errors;

/// <summary>Looks through the product's source for codes of errors: each has to be explained.</summary>
public sealed partial class ErrorCatalogueTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_code_that_is_used_is_in_the_catalogue()
    {
        var used = Sources().SelectMany(file => Codes(File.ReadAllText(file)).Select(code => (code, file: Path.GetRelativePath(Root, file)))).ToList();

        used.Count.ShouldBeGreaterThan(150);
        used.Where(use => ErrorCatalogue.Find(use.code) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_class_has_codes_and_every_code_a_way_out()
    {
        ErrorCatalogue.All.Select(code => code.Class).Distinct().ShouldBe(Enum.GetValues<ErrorClass>());
        ErrorCatalogue.All.ShouldAllBe(code => code.Title.EndsWith('.') && code.Hint.EndsWith('.') && Word().IsMatch(code.Code));
    }

    private static IEnumerable<string> Sources() =>
        new[] { "shared", "orchestrations", "functions", "infra/local" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains("/Core/Errors/", StringComparison.Ordinal));

    private static IEnumerable<string> Codes(string text) => Use().Matches(text).Select(match => match.Groups[1].Value);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DataAggregator.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    // Where an error is made: with its class, by the helpers that give the class, as a fault of a reader, as a violated rule, and where PostgreSQL's states are told apart.
    [GeneratedRegex("""(?:ErrorClass\.\w+,\s*|Fault\(|Broken\(|Transient\(|AddError\(|new XmlFault\([^,"]+, |new Violation\(|=> \(|RunFailure\([^"]*?)"([a-z0-9]+(?:_[a-z0-9]+)*)",?""")]
    private static partial Regex Use();

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)*$")]
    private static partial Regex Word();
}
