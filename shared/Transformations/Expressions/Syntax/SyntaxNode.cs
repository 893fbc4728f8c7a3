namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>A part of an expression as written, before the types of its fields are known.</summary>
/// <param name="Position">Where it starts, or where its operator stands, counted from 1.</param>
internal abstract record SyntaxNode(int Position)
{
    /// <summary>How many parts are nested in it at most, itself included.</summary>
    public virtual int Depth => 1;
}
