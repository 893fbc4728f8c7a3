namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A number, as written.</summary>
    Number,

    /// <summary>Quoted text, its escapes resolved.</summary>
    Text,

    /// <summary>A word: a field, a function or a keyword.</summary>
    Word,

    /// <summary>A name between backquotes, never a keyword.</summary>
    QuotedName,

    /// <summary>An operator, bracket or comma.</summary>
    Symbol,

    /// <summary>Nothing that the language knows; the text says what is wrong.</summary>
    Bad,
}
