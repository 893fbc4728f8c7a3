namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>A function, or an operator, which is a function by another notation.</summary>
/// <param name="Position">As of the base.</param>
/// <param name="Name">The name in the library, in small letters.</param>
/// <param name="Arguments">What it is applied to.</param>
internal sealed record CallSyntax(int Position, string Name, IReadOnlyList<SyntaxNode> Arguments) : SyntaxNode(Position)
{
    /// <inheritdoc/>
    public override int Depth { get; } = 1 + Arguments.Max(argument => (int?)argument.Depth).GetValueOrDefault();
}
