using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// What functions in C# may not use: files, processes, network, reflection, threads, native code, the clock, randomness, and state that stays from record to record.
/// It keeps honest code repeatable and out of trouble; it is no sandbox.
/// </summary>
internal static class CSharpRules
{
    private static readonly FrozenSet<string> Namespaces = Set(
        "System", "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.Globalization", "System.Linq", "System.Numerics",
        "System.Text", "System.Text.Json", "System.Text.Json.Nodes", "System.Text.Json.Serialization", "System.Text.RegularExpressions");

    private static readonly FrozenSet<string> Types = Set(
        "System.Activator", "System.AppContext", "System.AppDomain", "System.Console", "System.Environment", "System.GC", "System.Random", "System.TimeProvider", "System.Type",
        "System.ArgIterator", "System.TypedReference", "System.RuntimeTypeHandle", "System.RuntimeMethodHandle", "System.RuntimeFieldHandle", "System.ModuleHandle", "System.LocalDataStoreSlot");

    private static readonly FrozenSet<string> Members = Set(
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.TimeZoneInfo.Local", "System.TimeZoneInfo.ClearCachedData", "System.Globalization.CultureInfo.CurrentCulture", "System.Globalization.CultureInfo.CurrentUICulture",
        "System.Globalization.CultureInfo.DefaultThreadCurrentCulture", "System.Globalization.CultureInfo.DefaultThreadCurrentUICulture", "System.Text.RegularExpressions.Regex.CacheSize");

    /// <summary>Why the code is refused; null when it is not.</summary>
    public static string? Refused(ClassDeclarationSyntax host, SemanticModel model)
    {
        foreach (var node in CSharpCompiler.Own(host).SelectMany(member => member.DescendantNodesAndSelf()))
        {
            if ((Form(node, host) ?? Meaning(node, model)) is { } refused)
                return $"{refused} ({Place(node.GetLocation())}).";
        }

        return null;
    }

    /// <summary>Where something stands in the code, for people.</summary>
    public static string Place(Location location)
    {
        var start = location.GetMappedLineSpan().StartLinePosition;
        return $"line {start.Line + 1}, column {start.Character + 1}";
    }

    private static string? Form(SyntaxNode node, ClassDeclarationSyntax host) => node switch
    {
        FieldDeclarationSyntax field when (field.Parent == host || field.Modifiers.Any(SyntaxKind.StaticKeyword)) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword) =>
            "keeps something from record to record; make the field const or readonly",
        PropertyDeclarationSyntax property when (property.Parent == host || property.Modifiers.Any(SyntaxKind.StaticKeyword)) && property.AccessorList?.Accessors.Any(accessor => accessor.Kind() != SyntaxKind.GetAccessorDeclaration) == true =>
            "keeps something from record to record; make the property one that is only read",
        EventFieldDeclarationSyntax or EventDeclarationSyntax => "has an event, which nobody could hear",
        DestructorDeclarationSyntax => "has a finalizer, which would run outside of its limits",
        GotoStatementSyntax => "has a goto; write a loop",
        AwaitExpressionSyntax => "waits for something, but there is nothing to wait for",
        UnsafeStatementSyntax or FixedStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax => "has unsafe code",
        MemberDeclarationSyntax member when member.Modifiers.Any(SyntaxKind.ExternKeyword) || member.Modifiers.Any(SyntaxKind.UnsafeKeyword) => "has unsafe code",
        IdentifierNameSyntax { Identifier.ValueText: var name } when name.StartsWith("__", StringComparison.Ordinal) => "uses a name that begins with __, which is kept for the platform",
        _ => null,
    };

    private static string? Meaning(SyntaxNode node, SemanticModel model)
    {
        if (node is not (ExpressionSyntax or AttributeSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax))
            return null;
        var (symbol, info) = (model.GetSymbolInfo(node).Symbol, model.GetTypeInfo(node));
        return Name(symbol) is { } member && Members.Contains(member) ? $"uses {member}, which is not the same at every run; the time is Now"
            : (Outside(symbol as ITypeSymbol ?? symbol?.ContainingType) ?? Outside(info.Type) ?? Outside(info.ConvertedType)) is { } type ? $"uses {type}, which functions do not have"
            : null;
    }

    private static string? Name(ISymbol? symbol) => symbol is IPropertySymbol or IMethodSymbol && symbol.ContainingType is { } type ? $"{FullName(type)}.{symbol.Name}" : null;

    private static string? Outside(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or ITypeParameterSymbol or { TypeKind: TypeKind.Error }:
                return null;
            case IArrayTypeSymbol array:
                return Outside(array.ElementType);
            case INamedTypeSymbol named:
                var arguments = named.TypeArguments.Select(Outside).FirstOrDefault(outside => outside is not null);
                return IsOutside(named) ? FullName(named) : arguments;
            default:
                return type.ToDisplayString();
        }
    }

    // What the code declares itself has no assembly yet.
    private static bool IsOutside(INamedTypeSymbol type) =>
        type.Locations.All(location => !location.IsInSource)
        && !type.IsTupleType
        && type.ContainingNamespace is { } space
        && (!Namespaces.Contains(space.ToDisplayString()) || Types.Contains(FullName(type)) || (type.ContainingType is { } outer && IsOutside(outer)));

    private static string FullName(INamedTypeSymbol type) => $"{type.ContainingNamespace}.{type.Name}";

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
