using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Layout;

/// <summary>Which project may know which: the graph that DESIGN says, and nothing beside it.</summary>
public sealed class ProjectGraphTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["shared/Core"] = [],
        ["shared/Formats"] = ["shared/Core"],
        ["shared/Transformations"] = ["shared/Core"],
        ["shared/Connectors"] = ["shared/Core", "shared/Formats"],
        ["shared/Storage"] = ["shared/Core"],
        ["infra/emulator"] = [],
        ["orchestrations"] = ["functions host", "shared/Core"],
        ["functions"] = ["functions host", "orchestrations", "shared/Connectors", "shared/Core", "shared/Formats", "shared/Storage", "shared/Transformations"],
        ["infra/local"] = ["functions", "infra/emulator"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_it_may(string folder)
    {
        var project = XDocument.Load(Directory.GetFiles(Path.Combine(Root(), folder), "*.csproj").Single());
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Root(), folder, reference.Attribute("Include")!.Value)))!)
            .Select(path => Path.GetRelativePath(Root(), path).Replace('\\', '/'))
            .ToList();
        if (project.Descendants("UsesFunctionsHost").Any(property => property.Value == "true"))
            references.Add("functions host");
        references.Order(StringComparer.Ordinal).ShouldBe(Allowed[folder]);
    }

    [Fact]
    public void Every_product_project_is_pinned()
    {
        var projects = Directory.GetFiles(Root(), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root(), Path.GetDirectoryName(path)!).Replace('\\', '/'))
            .Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal) && !folder.Contains("node_modules", StringComparison.Ordinal));
        projects.Order(StringComparer.Ordinal).ShouldBe(Allowed.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("shared")]
    public void Nothing_shared_knows_Azure_Functions(string folder)
    {
        var sources = Directory.GetFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal));
        sources.Where(path => File.ReadAllText(path) is var text
                && (text.Contains("Microsoft.Azure.Functions", StringComparison.Ordinal) || text.Contains("Microsoft.DurableTask", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
