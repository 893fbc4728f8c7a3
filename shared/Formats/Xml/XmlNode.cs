namespace DataAggregator.Formats.Xml;

/// <summary>An element, attribute or piece of text of a record.</summary>
internal struct XmlNode
{
    /// <summary>The number of its name.</summary>
    public int Name;

    /// <summary>The element it is in; -1 for the record.</summary>
    public int Parent;

    /// <summary>Its first child, 0 for none. Children of one name hang on the first of them.</summary>
    public int FirstChild;

    /// <summary>The last of its children of different names.</summary>
    public int LastChild;

    /// <summary>How many names its children have.</summary>
    public int ChildNames;

    /// <summary>The next child of its parent that has another name, 0 for none.</summary>
    public int NextName;

    /// <summary>The next child of its parent of the same name, 0 for none.</summary>
    public int NextSame;

    /// <summary>Of the first child of a name: the last one.</summary>
    public int LastSame;

    /// <summary>Where its text begins in the values.</summary>
    public int Start;

    /// <summary>The bytes of its text.</summary>
    public int Length;

    /// <summary>Whether it is null (<c>xsi:nil</c>).</summary>
    public bool IsNil;
}
