-- Who may touch the tables of calendar. Deny by default: nothing but what stands here.

grant select on calendar to motcua_api, motcua_worker, motcua_readonly;
