"""What the button 规范化 says besides the number of cells: moved working columns, and input checks that it could not restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.values.terminal import some_of

if TYPE_CHECKING:
    from macros.people.tidy import TidyOutlook, TidyResult

SHOWN = 5


def question(outlook: TidyOutlook) -> str:
    """What will change, in how many cells, and the way back."""
    named = "、".join(f"{sheet} {count}个" for sheet, count in outlook.cells.items())
    parts = [f"将把{sum(outlook.cells.values())}个单元格改成规范写法：{named}"] if outlook.cells else []
    if outlook.restored:
        parts.append(f"{'并' if parts else '将'}恢复{outlook.restored}栏被粘贴覆盖的格式、下拉列表和输入检查")
    return f"{'；'.join(parts)}。公式不变，事后可点“撤销上一步”恢复。继续吗？"


def settled_words(result: TidyResult) -> list[str]:
    """The messages on moved working columns and on 归属."""
    found = result.settled
    done = [f"考勤{len(result.joined.rows)}人的几行合并为一行"] if result.joined.rows else []
    done += [f"考勤{len(result.joined.left)}人有几行没有合并（{result.joined.left[0][2]}）"] if result.joined.left else []
    done += [f"按归属把{len(found.moved)}人的工作列移回本人一行"] if found.moved else []
    done += [f"补填归属{len(found.filled)}行"] if found.filled else []
    if found.stuck:
        named = some_of([f"第{one.row}行" for one in found.stuck], "行", SHOWN, rest="全部见“核验”")
        done.append(f"附件4{named}的工作列不属于本行人员，未能移动，请核对归属")
    return done


def lost_checks(result: TidyResult) -> list[str]:
    """The messages on drop-downs and input checks that cannot be restored in the open workbook."""
    how = "请保存并关闭后用 gaoyan tidy 恢复"
    if not result.checks_seen:
        return [f"此处看不到下拉列表和输入检查，如被粘贴覆盖，{how}"]
    if not result.unrestored:
        return []
    named = some_of([f"{sheet}“{field}”" for sheet, field in result.unrestored], "栏", SHOWN)
    return [f"{named}的下拉列表和输入检查已全部被覆盖，{how}"]
