using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// Compiles a function in C#: the code is the body of a class, sees a few assemblies of the framework, is checked by <see cref="CSharpRules"/>, and gets
/// questions for its limits by <see cref="CSharpQuestions"/>.
/// </summary>
internal static class CSharpCompiler
{
    private const string Path = "code";

    private const string Before =
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Globalization;
        using System.Linq;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.RegularExpressions;
        public static class {{CSharpCode.Limits}}
        {
            [ThreadStatic] private static Func<bool> ask;
            public static void Watch(Func<bool> guard) => ask = guard;
            public static bool Ask() => ask();
        }
        public sealed class {{CSharpCode.Host}}
        {
            public {{CSharpCode.Host}}(DateTimeOffset now) => Now = now;
            private DateTimeOffset Now { get; }
        #line 1 "{{Path}}"

        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.None);
    private static readonly string[] Visible =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Runtime.Numerics",
        "System.Text.Json", "System.Text.RegularExpressions",
    ];

    /// <summary>The function, or why the code cannot be used.</summary>
    public static (CompiledFunction? Function, string? Refused) Compile(string code)
    {
        try
        {
            var tree = CSharpSyntaxTree.ParseText($"{Before}{code}\n}}\n", Parsing);
            var compilation = CSharpCompilation.Create($"function-{Guid.NewGuid():N}", [tree], References(), Options());
            if (Errors(compilation.GetDiagnostics()) is { } errors)
                return (null, errors);
            var model = compilation.GetSemanticModel(tree);
            if (tree.GetCompilationUnitRoot().Members is not [_, ClassDeclarationSyntax host])
                return (null, "has a brace too many: the code is the body of a class.");
            return (CSharpRules.Refused(host, model) ?? Entry(host, model)) is { } refused
                ? (null, refused)
                : Load(compilation.ReplaceSyntaxTree(tree, CSharpQuestions.Put(tree, host, model)));
        }
        catch (InsufficientExecutionStackException)
        {
            return (null, "is nested too deep.");
        }
    }

    /// <summary>The members of the class that the code declares; the first two are ours.</summary>
    public static IEnumerable<MemberDeclarationSyntax> Own(ClassDeclarationSyntax host) => host.Members.Skip(2);

    private static (CompiledFunction? Function, string? Refused) Load(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        if (!result.Success)
            return (null, Errors(result.Diagnostics));
        stream.Position = 0;
        return (new CompiledFunction(new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true).LoadFromStream(stream)), null);
    }

    private static CSharpCompilationOptions Options() =>
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);

    private static IEnumerable<MetadataReference> References()
    {
        var framework = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Visible.Select(name => MetadataReference.CreateFromFile(System.IO.Path.Combine(framework, $"{name}.dll")));
    }

    private static string? Errors(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3).Select(Text).ToList();
        return errors.Count == 0 ? null : $"does not compile: {string.Join(" ", errors)}";
    }

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} ({CSharpRules.Place(diagnostic.Location)}).";

    private static string? Entry(ClassDeclarationSyntax host, SemanticModel model)
    {
        var found = model.GetDeclaredSymbol(host)!.GetMembers(CSharpCode.Entry).OfType<IMethodSymbol>().ToList();
        return found is [{ IsGenericMethod: false, Parameters: [{ RefKind: RefKind.None, Type.Name: "JsonObject" }], ReturnType: { IsReferenceType: true, SpecialType: not SpecialType.System_String } }]
            ? null
            : $"must define one method object? {CSharpCode.Entry}(JsonObject record) {{ ... }}, which gives the record, null to leave it out, or a list of records.";
    }
}
