/** One statement of a pipeline. What Databricks takes but cannot be kept here is read too, so that its message can say so. */
parser grammar PipelineParser;

options { tokenVocab = PipelineLexer; }

singleStatement: statement EOF;

statement
  : CREATE (OR (REFRESH | REPLACE))? modifier* LIVE? datasetKind (IF NOT EXISTS)? name=qualifiedName
      columnList? tableClause* (flowBody | AS? query)?                          #createDataset
  | CREATE FLOW name=qualifiedName (COMMENT comment=STRING)? AS insert          #createFlow
  | CREATE FLOW name=qualifiedName (COMMENT comment=STRING)? AS changeCapture   #createChangeFlow
  | changeCapture                                                               #applyChanges
  | SET key=settingKey (EQUAL value=settingValue)?                              #setting
  | USE anyToken*                                                               #use
  | (SELECT | FROM) anyToken*                                                   #bareQuery
  ;

modifier: TEMPORARY | PRIVATE | STREAMING | INCREMENTAL | MATERIALIZED;

datasetKind: TABLE | VIEW;

flowBody: FLOW (INSERT (BY NAME)? query | changeCapture);

insert: INSERT INTO once=ONCE? table=qualifiedName byName=BY? NAME? query;

changeCapture
  : (APPLY CHANGES | AUTO CDC) once=ONCE? (INTO target=qualifiedName)? FROM
      (snapshot=SNAPSHOT anyToken* | changeSource changeClause*)
  ;

// It has no alias: KEYS (a, b) would be one.
changeSource
  : STREAM OPEN streamed CLOSE tableSuffix*
  | STREAM streamed tableSuffix*
  | streamed
  | OPEN query CLOSE
  ;

changeClause
  : KEYS OPEN identifier (COMMA identifier)* CLOSE                              #changeKeys
  | IGNORE NULL UPDATES (ON columnChoice)?                                      #ignoreNullUpdates
  | APPLY AS DELETE WHEN booleanExpression                                      #applyAsDelete
  | APPLY AS TRUNCATE WHEN booleanExpression                                    #applyAsTruncate
  | SEQUENCE BY expression                                                      #sequenceBy
  | SYSTEM SEQUENCE BY expression                                               #systemSequence
  | COLUMNS TO UPDATE identifier                                                #columnsToUpdate
  | COLUMNS columnChoice                                                        #changeColumns
  | STORED AS (SCD TYPE type=INTEGER | identifier)                              #storedAs
  | TRACK HISTORY ON columnChoice                                               #trackHistory
  ;

columnChoice
  : STAR (EXCEPT OPEN identifier (COMMA identifier)* CLOSE)?
  | OPEN identifier (COMMA identifier)* CLOSE
  | identifier (COMMA identifier)*
  ;

settingKey: settingKeyPart+;
settingKeyPart: identifier | DOT | MINUS | COLON | INTEGER | DECIMAL;
settingValue: anyToken*;
anyToken: ~SEMICOLON;

// Delta Live Tables takes constraints behind the columns without a comma; a column that has none before it is told later.
columnList: OPEN columnListItem (COMMA? columnListItem)* CLOSE;

columnListItem
  : CONSTRAINT name=identifier EXPECT OPEN booleanExpression CLOSE violation?   #expectation
  | CONSTRAINT identifier keyConstraint                                         #tableKey
  | keyConstraint                                                               #unnamedKey
  | name=identifier dataType? columnOption*                                     #columnDefinition
  ;

violation: ON VIOLATION (DROP ROW | FAIL UPDATE | QUARANTINE ROW);

keyConstraint: (PRIMARY | FOREIGN) KEY parenthesized? (REFERENCES qualifiedName parenthesized?)? identifier*;

columnOption
  : NOT NULL                                    #notNull
  | COMMENT comment=STRING                      #columnComment
  | (CONSTRAINT identifier)? keyConstraint      #columnKey
  | GENERATED anyWordsAndParentheses            #generated
  | DEFAULT expression                          #columnDefault
  | MASK anyWordsAndParentheses                 #mask
  ;

anyWordsAndParentheses: (identifier | AS | BY | WITH | USING | parenthesized)+;
parenthesized: OPEN (parenthesized | ~(OPEN | CLOSE))* CLOSE;

tableClause
  : COMMENT comment=STRING                                                      #tableComment
  | TBLPROPERTIES OPEN tableProperty (COMMA tableProperty)* CLOSE               #tableProperties
  | PARTITIONED BY OPEN identifier (COMMA identifier)* CLOSE                    #partitionedBy
  | USING identifier                                                            #usingFormat
  | CLUSTER BY (AUTO | parenthesized)                                           #clusterBy
  | LOCATION STRING                                                             #location
  | (SCHEDULE | TRIGGER) (identifier | STRING | INTEGER | ON | UPDATE)+          #schedule
  | DEFAULT COLLATION identifier                                                #collation
  | WITH ROW FILTER qualifiedName ON parenthesized                              #rowFilter
  ;

tableProperty: key=propertyKey EQUAL? value=propertyValue;
propertyKey: identifier (DOT identifier)* | STRING;
propertyValue: STRING | MINUS? number | TRUE | FALSE;

// ---- queries

query: (WITH namedQuery (COMMA namedQuery)*)? queryTerm queryEnd;

namedQuery: name=identifier (OPEN identifier (COMMA identifier)* CLOSE)? AS? OPEN query CLOSE;

queryTerm
  : queryPrimary                                                                      #singleTerm
  | left=queryTerm operator=INTERSECT setQuantifier? right=queryTerm                  #setOperation
  | left=queryTerm operator=(UNION | EXCEPT | MINUS_WORD) setQuantifier? right=queryTerm    #setOperation
  ;

setQuantifier: ALL | DISTINCT;

queryPrimary
  : selectQuery               #selectPrimary
  | TABLE relationName        #tablePrimary
  | values                    #valuesPrimary
  | OPEN query CLOSE          #nestedQuery
  ;

values: VALUES expression (COMMA expression)*;

queryEnd
  : (ORDER BY (orderAll=ALL direction=(ASC | DESC)? (NULLS nullOrder=(FIRST | LAST))? | sortItem (COMMA sortItem)*))?
    (unsupportedOrder=(CLUSTER | DISTRIBUTE | SORT) BY sortItem (COMMA sortItem)*)?
    (WINDOW namedWindow (COMMA namedWindow)*)?
    (LIMIT (ALL | limit=expression))? (OFFSET offset=expression)?
  ;

sortItem: expression direction=(ASC | DESC)? (NULLS nullOrder=(FIRST | LAST))?;

selectQuery
  : (SELECT setQuantifier? selectItem (COMMA selectItem)* fromClause?
    | fromClause SELECT setQuantifier? selectItem (COMMA selectItem)*)
    (WHERE where=booleanExpression)?
    groupBy?
    (HAVING having=booleanExpression)?
    (QUALIFY qualify=booleanExpression)?
    (WINDOW namedWindow (COMMA namedWindow)*)?
    (QUALIFY lateQualify=booleanExpression)?
  ;

selectItem
  : (qualifier=qualifiedName DOT)? STAR (EXCEPT OPEN qualifiedName (COMMA qualifiedName)* CLOSE)?   #starItem
  | OPEN (qualifier=qualifiedName DOT)? STAR CLOSE                                                #starItem
  | expression (AS? (alias=identifier | OPEN identifier (COMMA identifier)* CLOSE))?             #expressionItem
  ;

fromClause: FROM relation (COMMA relation)* lateralView*;

reshape
  : PIVOT OPEN pivotAggregate (COMMA pivotAggregate)* FOR pivotColumns IN OPEN
      (anyValue=ANY | query | pivotValue (COMMA pivotValue)*) CLOSE CLOSE tableAlias               #pivot
  | UNPIVOT (nulls=identifier NULLS)? OPEN unpivotValues FOR name=identifier IN OPEN
      unpivotColumns (COMMA unpivotColumns)* CLOSE CLOSE tableAlias                               #unpivot
  ;

pivotAggregate: expression (AS? identifier)?;
pivotColumns: identifier | OPEN identifier (COMMA identifier)* CLOSE;
pivotValue: expression (AS? identifier)?;

unpivotValues: identifier | OPEN identifier (COMMA identifier)* CLOSE;
unpivotColumns: (qualifiedName | OPEN qualifiedName (COMMA qualifiedName)* CLOSE) (AS? alias=identifier)?;

lateralView: LATERAL VIEW OUTER? function=identifier OPEN (expression (COMMA expression)*)? CLOSE table=identifier?
    (AS? identifier (COMMA identifier)*)?;

groupBy
  : GROUP BY all=ALL
  | GROUP BY groupItem (COMMA groupItem)* (WITH together=(CUBE | ROLLUP))?
  | GROUP BY groupItem (COMMA groupItem)* sets=GROUPING SETS OPEN groupingElement (COMMA groupingElement)* CLOSE
  ;

groupItem
  : groupingSets                                    #groupSets
  | expression                                      #groupExpression
  ;

groupingSets
  : kind=(ROLLUP | CUBE) OPEN groupingSet (COMMA groupingSet)* CLOSE
  | kind=GROUPING SETS OPEN groupingElement (COMMA groupingElement)* CLOSE
  ;

groupingElement: groupingSets | groupingSet;

groupingSet: OPEN (expression (COMMA expression)*)? CLOSE | expression;

namedWindow: name=identifier AS windowSpecification;

relation: LATERAL? relationPrimary (join | reshape)*;

join
  : joinType JOIN LATERAL? right=relationPrimary (ON condition=booleanExpression | USING OPEN identifier (COMMA identifier)* CLOSE)?
  | NATURAL joinType JOIN right=relationPrimary
  ;

joinType: INNER? | CROSS | (LEFT | RIGHT | FULL) OUTER? | LEFT? SEMI_WORD | LEFT? ANTI;

relationPrimary
  : STREAM OPEN streamed CLOSE tableSuffix* tableAlias      #streamRelation
  | STREAM streamed tableSuffix* tableAlias                 #streamRelation
  | values tableAlias                                       #valuesRelation
  | tableFunction tableAlias                                #functionRelation
  | relationName tableSuffix* tableAlias                    #tableRelation
  | OPEN query CLOSE tableAlias                             #queryRelation
  | OPEN relation CLOSE tableAlias                          #nestedRelation
  ;

streamed: tableFunction | relationName;

relationName: qualifiedName;

tableFunction: name=identifier OPEN (functionArgument (COMMA functionArgument)*)? CLOSE;

tableSuffix
  : WITH OPEN SKIPCHANGECOMMITS CLOSE                         #skipChangeCommits
  | WATERMARK identifier DELAY OF expression                  #watermark
  | TABLESAMPLE parenthesized (REPEATABLE parenthesized)?                                 #tableSample
  | (FOR? (VERSION | TIMESTAMP) AS OF) expression             #timeTravel
  ;

tableAlias: (AS? strictIdentifier (OPEN identifier (COMMA identifier)* CLOSE)?)?;

// ---- expressions

expression: booleanExpression;

booleanExpression
  : (NOT | BANG) booleanExpression                                              #notExpression
  | valueExpression predicate?                                                  #predicated
  | left=booleanExpression (AND | DOUBLE_AND) right=booleanExpression            #andExpression
  | left=booleanExpression OR right=booleanExpression                           #orExpression
  ;

predicate
  : NOT? BETWEEN lower=valueExpression AND upper=valueExpression                 #between
  | NOT? IN OPEN query CLOSE                                                    #inQuery
  | NOT? IN OPEN expression (COMMA expression)* CLOSE                           #inList
  | NOT? operator=(LIKE | ILIKE) quantifier=(ANY | SOME | ALL) OPEN expression (COMMA expression)* CLOSE   #likeQuantified
  | NOT? operator=(LIKE | ILIKE) pattern=valueExpression (ESCAPE escape=STRING)?      #like
  | NOT? (RLIKE | REGEXP) pattern=valueExpression                               #rlike
  | IS NOT? NULL                                                                #isNull
  | IS NOT? truth=(TRUE | FALSE)                                                #isTruth
  | IS NOT? DISTINCT FROM right=valueExpression                                 #isDistinct
  ;

valueExpression
  : primary                                                                     #primaryValue
  | operator=(PLUS | MINUS | TILDE) valueExpression                             #unary
  | left=valueExpression operator=(STAR | SLASH | PERCENT | DIV) right=valueExpression    #arithmetic
  | left=valueExpression operator=(PLUS | MINUS | CONCAT) right=valueExpression     #arithmetic
  | left=valueExpression (LESS LESS | GREATER GREATER GREATER | GREATER GREATER) right=valueExpression        #shift
  | left=valueExpression operator=AMPERSAND right=valueExpression               #bitwise
  | left=valueExpression operator=CARET right=valueExpression                   #bitwise
  | left=valueExpression operator=PIPE right=valueExpression                    #bitwise
  | left=valueExpression operator=(EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | NULL_SAFE_EQUAL)
      right=valueExpression                                                     #comparison
  ;

primary
  : literal                                                                     #literalPrimary
  | INTERVAL intervalPart+                                                      #interval
  | CASE operand=expression? (WHEN when+=expression THEN then+=expression)+ (ELSE otherwise=expression)? END    #caseExpression
  | function=(CAST | TRY_CAST) OPEN expression AS dataType CLOSE                #cast
  | primary CAST_OPERATOR dataType                                              #castOperator
  | EXISTS OPEN query CLOSE                                                     #existsQuery
  | EXTRACT OPEN field=identifier FROM source=valueExpression CLOSE             #extract
  | POSITION OPEN needle=valueExpression IN text=valueExpression CLOSE          #positionIn
  | SUBSTRING OPEN text=valueExpression FROM start=valueExpression (FOR length=valueExpression)? CLOSE    #substringFrom
  | OVERLAY OPEN text=valueExpression PLACING other=valueExpression FROM start=valueExpression (FOR length=valueExpression)? CLOSE    #overlay
  | TRIM OPEN side=(BOTH | LEADING | TRAILING)? characters=valueExpression? FROM text=valueExpression CLOSE    #trimFrom
  | function=functionName OPEN (setQuantifier? functionArgument (COMMA functionArgument)*)? CLOSE
      (WITHIN GROUP OPEN ORDER BY sortItem CLOSE)?
      (FILTER OPEN WHERE filter=booleanExpression CLOSE)?
      (nulls=identifier NULLS)?
      (OVER (window=identifier | windowSpecification))?                         #functionCall
  | OPEN expression COMMA expression (COMMA expression)* CLOSE                  #rowConstructor
  | OPEN expression CLOSE                                                       #parenthesizedExpression
  | OPEN query CLOSE                                                            #scalarQuery
  | identifier ARROW expression                                                 #lambda
  | OPEN identifier (COMMA identifier)+ CLOSE ARROW expression                  #lambda
  | value=primary OPEN_SQUARE index=valueExpression CLOSE_SQUARE                #subscript
  | base=primary DOT field=fieldName                                            #dereference
  | base=primary COLON (jsonField | jsonElement) (DOT jsonField | jsonElement)*   #jsonPath
  | identifier                                                                  #column
  | (qualifier=qualifiedName DOT)? STAR (EXCEPT OPEN identifier (COMMA identifier)* CLOSE)?    #starArgument
  | PARAMETER                                                                   #unknownParameter
  ;

jsonField: fieldName | STRING;
jsonElement: OPEN_SQUARE (INTEGER | STRING | STAR) CLOSE_SQUARE;

functionName: qualifiedName | EXISTS | LIKE | ILIKE;

functionArgument: (name=identifier FAT_ARROW)? expression (AS? alias=identifier)?;

intervalPart: MINUS? value=(STRING | INTEGER | DECIMAL)? unit=identifier (TO to=identifier)? | MINUS? value=STRING;

windowSpecification
  : OPEN base=identifier? ((PARTITION | DISTRIBUTE) BY partition+=expression (COMMA partition+=expression)*)?
    ((ORDER | SORT) BY sortItem (COMMA sortItem)*)? windowFrame? CLOSE
  ;

windowFrame
  : unit=(ROWS | RANGE) BETWEEN from=frameBound AND to=frameBound
  | unit=(ROWS | RANGE) from=frameBound
  ;

frameBound: UNBOUNDED PRECEDING | UNBOUNDED FOLLOWING | CURRENT ROW | expression PRECEDING | expression FOLLOWING;

literal
  : STRING+                                     #stringLiteral
  | HEX                                         #hexLiteral
  | number                                      #numberLiteral
  | (TRUE | FALSE)                              #booleanLiteral
  | NULL                                        #nullLiteral
  | type=(DATE | TIMESTAMP | TIMESTAMP_NTZ) STRING     #typedLiteral
  ;

number: INTEGER | INTEGER_SUFFIXED | DECIMAL | DECIMAL_SUFFIXED | DOUBLE | DOUBLE_SUFFIXED;

dataType
  : name=identifier (OPEN INTEGER (COMMA INTEGER)* CLOSE)?
  | name=identifier LESS dataType (COMMA dataType)? GREATER
  | STRUCT LESS structField (COMMA structField)* GREATER
  | STRUCT NOT_EQUAL
  | INTERVAL (unit=identifier (TO to=identifier)?)?
  ;

structField: identifier COLON? dataType (NOT NULL)? (COMMENT STRING)?;

qualifiedName: identifier (DOT identifier)*;

identifier: strictIdentifier | FULL | LEFT | RIGHT | CROSS | INNER | ANTI | SEMI_WORD | NATURAL | USING;

// After a dot every word is a name.
fieldName
  : identifier | AND | AS | BETWEEN | CASE | CAST | CREATE | DISTINCT | ELSE | END | EXCEPT | EXISTS | FALSE | FROM | GROUP
  | HAVING | ILIKE | IN | INTERSECT | INTERVAL | IS | JOIN | LATERAL | LIKE | LIMIT | NOT | NULL | ON | OR | ORDER | OUTER
  | PIVOT | QUALIFY | SELECT | TABLESAMPLE | THEN | TRUE | TRY_CAST | UNION | UNPIVOT | WATERMARK | WHEN | WHERE | WITH
  ;

strictIdentifier: IDENTIFIER | QUOTED_IDENTIFIER | nonReserved;

nonReserved
  : ANY | APPLY | AUTO | BY | CDC | CHANGES | COLLATION | COMMENT | CUBE | CURRENT
  | DATE | DEFAULT | DELAY | DIV | DROP | ESCAPE | EXPECT | EXTRACT | FAIL | FILTER | FIRST | FLOW | FOLLOWING
  | FOR | FOREIGN | GENERATED | GROUPING | IF | INCREMENTAL | INSERT | INTO | KEY | LAST | LEADING | LIVE | LOCATION | MASK | MATERIALIZED
  | NAME | NULLS | OF | OFFSET | ONCE | OVER | OVERLAY | PARTITION | PARTITIONED | PLACING | POSITION | PRECEDING | PRIMARY | PRIVATE
  | COLUMNS | DELETE | HISTORY | IGNORE | KEYS | SCD | SEQUENCE | SNAPSHOT | STORED | SYSTEM | TRACK | TRUNCATE | TYPE | UPDATES
  | QUARANTINE | RANGE | REFERENCES | REFRESH | REPEATABLE | REPLACE | ROLLUP | ROW | ROWS | SCHEDULE | SET | SETS
  | SKIPCHANGECOMMITS | SORT | STREAM | STREAMING | STRUCT | SUBSTRING | TBLPROPERTIES | TEMPORARY | TIMESTAMP
  | TIMESTAMP_NTZ | TO | TRAILING | TRIGGER | TRIM | UNBOUNDED | UPDATE | USE | VERSION | VIEW | VIOLATION | WITHIN
  | SOME | WINDOW | CLUSTER | DISTRIBUTE | TABLE | VALUES | BOTH | CONSTRAINT | REGEXP | RLIKE | ASC | DESC | ALTER | MINUS_WORD | ALL
  ;
